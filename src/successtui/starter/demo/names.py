"""Invented names for the demo: companies by industry, families of companies, people and titles.

Owns word lists only. All names are made up; any likeness to a real company is chance.
"""

Family = tuple[str, str, str, dict[str, tuple[str, ...]]]

FAMILIES: tuple[Family, ...] = (
    (
        "Halvorsen Group",
        "Transport",
        "EUR",
        {
            "Halvorsen Logistics": ("Halvorsen Logistics Iberia", "Halvorsen Logistics Nordics"),
            "Halvorsen Shipping": (),
        },
    ),
    (
        "Meridian Vale Hospitals",
        "Healthcare",
        "USD",
        {
            "Meridian Vale North": ("St. Aldric Clinic", "Larch Hill Clinic"),
            "Meridian Vale South": ("Harbour Street Clinic",),
        },
    ),
    (
        "Corvane Industries",
        "Manufacturing",
        "EUR",
        {"Corvane Precision": ("Corvane Precision Brno",), "Corvane Coatings": ()},
    ),
    (
        "Ostermann Handels AG",
        "Retail",
        "CHF",
        {"Ostermann Märkte": ("Ostermann Märkte Süd",), "Ostermann Online": ()},
    ),
    (
        "Pelham & Rowe Financial",
        "Finance",
        "GBP",
        {"Pelham & Rowe Insurance": ("Pelham & Rowe Life",)},
    ),
    (
        "Solvento Energía",
        "Energy",
        "EUR",
        {"Solvento Renovables": ("Solvento Eólica Norte",)},
    ),
)
"""Company groups three deep: top, industry, currency, and divisions with their sites."""

_COMPANIES = {
    "Agriculture": """
        Brackenfield Farms, Tallgrass Dairy, Orchard & Vine Cooperative, Silverfurrow Grain,
        Campo Lindo Frutas, Westmarsh Growers, Nyberg Lantbruk, Redbarn Poultry
    """,
    "Education": """
        Ashgrove University, Tidewell College, Kingsmere Schools Trust, Institut Beaumarais,
        Lantern Learning, Northgate Polytechnic, Hollis Academy, Fjordheim Høyskole
    """,
    "Energy": """
        Brightmoor Energy, Kestrel Point Power, Stromwerk Tauber, Halcyon Solar,
        Deepwell Geothermal, Grid & Gale, Montverde Hydro, Cinder Ridge Gas
    """,
    "Finance": """
        Oakhaven Mutual, Linden Street Capital, Caldera Credit Union, Banque Sorel,
        Fairlight Pensions, Quayside Leasing, Sturm & Amsel Privatbank, Pinnacle Row Insurance,
        Harrow Vale Building Society, Tessera Payments
    """,
    "Government": """
        City of Larkfield, Marren County Council, Port Authority of Eastholm, Ravensby Transit,
        Stadtwerke Hohenlinde, Département du Val-Clair, Wexcombe Borough,
        Civic Records Office of Talland
    """,
    "Healthcare": """
        Juniper Clinics, Evermere Health, Sankt Korbinian Klinikum, Bluebell Care Homes,
        Paloma Diagnostics, Nordlys Helse, Carrow Dental Group, Aster Pharmacies,
        Willowbank Hospice, Medisol Labs
    """,
    "Manufacturing": """
        Müller-Thaler Precision, Ironquay Castings, Foxglove Paper, Åkerlund & Söner,
        Bellwether Bearings, Tanaka Optics, Hidaka Seiki 日高精機, Drummond Glass,
        Officine Valsesia, Greystone Ceramics, Palisade Plastics, Łąka Foods, Castellan Tools,
        Rivermark Cables
    """,
    "Media": """
        Lighthouse Press, Saltmarsh Studios, Radio Mirador, Inkwell & Sons, Meadowlark Games,
        Éditions Garonne, Blue Heron Films, Copperplate Media
    """,
    "Retail": """
        Thistle & Thyme, Harbourlight Stores, Bodega Real Alta, Marlowe Outfitters,
        Kauppa Pohjola, Penny Lantern, Green Gate Markets, Çınar Tekstil, Fernhill Furniture,
        Velvet Rook, Sundial Sports, Corner & Key
    """,
    "Services": """
        Amberly Consulting, Brookside Facilities, Tern Hotels, Alder & Finch Legal,
        Cleanwell Group, Vantage Row Recruiting, Posada del Sur, Hearthside Catering,
        Summit Line Security, Mirabeau Events
    """,
    "Technology": """
        Nimbus Forge, Quillon Software, Pebblestack, Arcwright Robotics, Tessellate AI,
        Sable Networks, Lumenkraft, Driftwood Labs, Octave Semiconductors, Pinegrove Cloud,
        Vectorhaus, Honeycomb Analytics
    """,
    "Telecommunications": """
        Corallo Telecom, Northwave Fibre, Telefonía Andaluz del Sur, Beacon Mobile, Signalhaus,
        Peregrine Wireless, Skerry Broadband, Lakeland Cable
    """,
    "Transport": """
        Swiftwater Freight, Bergtal Bahn, Red Anchor Lines, Compass & Crane, Volando Air Cargo,
        Milestone Couriers, Isle Ferries, Trans-Pontic Haulage, Blackthorn Buses, Oriel Aviation
    """,
}

COMPANIES = tuple(
    (name.strip(), industry) for industry, names in _COMPANIES.items() for name in names.split(",")
)
"""Single companies with their industry."""

PROSPECTS = (
    ("Windrose Textiles", "Manufacturing"),
    ("Sallow & Reed", "Services"),
    ("Polder Water Board", "Government"),
    ("Kite Hill Clinics", "Healthcare"),
    ("Atlas & Wren", "Retail"),
    ("Gantry Systems", "Technology"),
    ("Lagoa Bank", "Finance"),
    ("Merrow Offshore", "Energy"),
)
"""Companies that are not customers yet."""

_FIRST = """
    Adele Amara Anders Anika Arjun Beatriz Benedikt Camille Carmen Chidi Chloé Daniel Daria
    David Elena Elif Emeka Emil Erik Esther Fatima Farid Francesca Gabriel Gemma Hana
    Harriet Henrik Imani Isla Ivan Jamal Jana Jonas Joana Julia Kaito Karim Katrin Khadija
    Lars Leila Liam Linnea Magnus Maja Malik Mei Mateo Miriam Naoko Nils Noor Olga Oscar
    Paula Pedro Petra Rafael Rosa Ruth Sanjay Sara Selma Sofia Stefan Tamar Theo Thandi
    Ursula Victor Wanda Yusuf Zofia
"""
_LAST = """
    Abbott Adeyemi Almeida Andersson Arslan Baker Becker Benali Bergström Bianchi Carver
    Castillo Chatterjee Costa Cruz Delacroix Demir Diaz Eriksen Fischer Fontaine Fraser
    Garcia Gallagher Gruber Hansen Hoffmann Hughes Ibrahim Ito Jansen Jensen Kaya Keller Kim
    Klein Kowalska Larsen Laurent Lehmann Lopes Mackenzie Mancini Mbeki Mehta Meyer Moreno
    Murphy Nakamura Ndlovu Nguyen Nowak Okafor Olsen Ortega Osei Park Patel Petrov Quinn
    Ramos Reyes Richter Rossi Salazar Sato Schneider Silva Sørensen Steiner Sullivan Tanaka
    Thomsen Vasquez Virtanen Wagner Walker Weber Wójcik Yamada Zimmermann
"""
FIRST_NAMES = tuple(_FIRST.split())
LAST_NAMES = tuple(_LAST.split())

CONTACT_TITLES = (
    ("Process Owner", ("Head of Operations", "Operations Director", "Service Delivery Lead")),
    ("Customer Executive", ("Chief Operating Officer", "Managing Director", "VP Operations")),
    (
        "Customer On-Boarding Point of Contact",
        ("Project Manager", "Digital Programme Lead", "Platform Administrator"),
    ),
    (
        "Customer Information Officer (CIO)",
        ("Chief Information Officer", "Head of IT", "IT Director"),
    ),
)
"""Responsibilities at the customer, in the order they are filled, each with possible titles."""
