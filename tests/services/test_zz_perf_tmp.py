import time
from successtui.records import Objective
from successtui.services import undoing
from successtui.services.saver import Saver
from tests.worlds import Book
def test_perf(book: Book) -> None:
    a,b = book.account(), book.account()
    ids=[]
    with book.session.change("make") as unit:
        s=Saver(unit, book.session.clock.today())
        for i in range(1500):
            ids.append(s.add(Objective, {"name": f"o{i}", "description":"d", "account": a.id}).id)
    with book.session.change("bulk") as unit:
        s=Saver(unit, book.session.clock.today())
        for o in unit.rows(Objective, ids).values(): s.change(o, {"name": o.name+"x"})
    t=time.perf_counter(); undoing.undo(book.session); print("NAMES", time.perf_counter()-t)
    with book.session.change("bulk2") as unit:
        s=Saver(unit, book.session.clock.today())
        for o in unit.rows(Objective, ids).values(): s.change(o, {"account": b.id})
    t=time.perf_counter(); undoing.undo(book.session); print("ACCOUNTS", time.perf_counter()-t)
    import successtui.services.undoing as m
    undoing.redo(book.session)
    m.follow_again = lambda *a: None
    t=time.perf_counter(); undoing.undo(book.session); print("ACCOUNTS without", time.perf_counter()-t)
