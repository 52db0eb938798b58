### Why it is red and what to do: both sides read it, so nobody is “you”

reason-unknown-code = There is no such code
reason-sign-replaced = This sign has been replaced
reason-wrong-enterprise = This pass is not for this enterprise
reason-person-suspended = This person may not make visits at present
reason-not-a-visitor = This person isn't among the visitors of { $day }
reason-card-expired =
    { GIVEN($valid_until) ->
        [yes] The enforcement card ended on { $valid_until }, so it isn't valid on { $day }
       *[no] Without an enforcement card nobody takes part in the check of { $day }
    }
reason-no-visit = There is no visit to this enterprise
reason-withdrawn = The visit of { $day } was withdrawn
reason-revoked =
    { $of ->
        [pass] This person’s pass of { $day } no longer works
       *[visit] The supervisor revoked the visit of { $day }
    }
reason-superseded = This pass of { $day } has been replaced
reason-declined = The enterprise declined the visit of { $day }
reason-not-approved = The visit of { $day } isn't approved
reason-not-agreed = The visit of { $day } isn't agreed ({ $state })
reason-already-left =
    { GIVEN($left_at) ->
        [yes] The visitor left at { $left_at }, and this visit is over
       *[no] The visitor has left, and this visit is over
    }
reason-too-early = Too early: entry opens at { $opens_at }
reason-too-late = Too late: entry closed at { $closes_at }
reason-over-annual-cap = The department's checks of this year are used up
reason-over-density = This enterprise has been checked too often lately
reason-duplicate-visit = The same matter was checked only recently
reason-quiet-period = This is a quiet day of the enterprise
reason-do-not-disturb = This enterprise is not to be disturbed
reason-papers-overdue = The papers of an earlier entry on the spot are overdue
reason-too-few-officers = Valid enforcement cards: { $needed } needed, { $valid } there
reason-assistant-alone = An assistant may not enter alone

cure-scan-the-sign = Scan the sign at the enterprise's gate
cure-scan-the-new-sign = Scan the new sign
cure-go-to-the-enterprise = Go to the enterprise of the visit
cure-ask-the-head = Ask the head of the department
cure-be-named = The official who asked can add this person
cure-renew-the-card = Renew the enforcement card first
cure-request-a-visit = Ask for a new visit
cure-ask-the-supervisor = Ask the supervisor
cure-use-the-new-pass = Use the newest pass
cure-await-approval = Wait for the head's approval
cure-await-reply = Wait for the enterprise's answer
cure-await-the-new-day = Wait until both sides have set a day
cure-await-the-decision = Wait for the supervisor's decision
cure-come-in-time = Scan again when it is time
cure-choose-another-day = Choose another day
cure-hand-in-the-papers = Hand in the papers first
cure-name-another-officer = Add somebody with a valid enforcement card
cure-come-with-an-officer = Come together with an officer
