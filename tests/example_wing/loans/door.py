"""How a loan is held, what is said of it, and to whom."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from handlers.talking.verbs import offered
from handlers.terms import Limit
from handlers.timekeeping import due_said, pass_what_is_late, reminded
from handlers.turn import Rows, Step, Turn
from models.ground.messages import moment
from models.ground.refusals import Refusal
from models.register.people import Person, Role, holders
from models.time.clocks import Clock
from tests.example_wing.loans import verbs
from tests.example_wing.loans.loans import LOANS, Loan, LoanState
from tests.example_wing.loans.rights import RIGHTS
from tests.example_wing.loans.terms import LOAN


def held_for(turn: Turn, verb: str, number: int) -> Loan:
    """The loan, kept from others, for somebody who may do this to it; raises Refusal for everybody else."""
    loan = LOANS.load(turn.session, number, hold=True)
    if loan is None:
        raise Refusal("not-yours")
    RIGHTS[verb].check(turn.session, turn.person, loan)
    if pass_what_is_late(turn, loan.subject):
        return held_for(turn, verb, number)
    return loan


def out(person: Person) -> Select[Loan]:
    """What a person has borrowed, the oldest first."""
    return select(Loan).where(Loan.borrowed_by == person.id, Loan.state == LoanState.OUT).order_by(Loan.id)


def number_out(session: Session, person: Person) -> int:
    """How much that is."""
    return session.scalar(select(func.count()).select_from(out(person).order_by(None).subquery())) or 0


def limit_of(step: Step) -> Limit:
    """By when what is borrowed in this step has to be back."""
    return reminded(step, LOAN.kind, LOAN.due_from(step))


def fields_of(loan: Loan) -> dict[str, object]:
    """What it is and by when."""
    return {"what": loan.what, "due": moment(loan.due_at)}


def buttons_for(step: Step, person: Person, loan: Loan) -> Rows:
    """What somebody may do to it."""
    return offered(step.session, person, loan, ((verbs.GIVE_BACK.on(loan),),))


def tell_borrower(step: Step, loan: Loan, key: str, clock: Clock, **fields: object) -> None:
    """Says it to whoever borrowed it, with his button."""
    person = step.session.get_one(Person, loan.borrowed_by)
    said = {**fields_of(loan), "due": due_said(clock), **fields}
    step.notify(person, key, said, buttons=buttons_for(step, person, loan), about=loan.subject.about("borrower"))


def tell_heads(step: Step, loan: Loan, key: str) -> None:
    """Says it to whoever heads the department."""
    said = {**fields_of(loan), "by": step.session.get_one(Person, loan.borrowed_by).name}
    for head in holders(step.session, Role.APPROVER, department=loan.department_id):
        step.notify(head, key, said, about=loan.subject.about("head"))
