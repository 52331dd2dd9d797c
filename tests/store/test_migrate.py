from successtui.domain.clock import Clock
from successtui.services.workspaces import create_workspace


def test_x(database_address):
    s = create_workspace(database_address, Clock(), admin="root")
    assert s.actor().is_admin
def test_y(session):
    assert session.actor().is_admin
