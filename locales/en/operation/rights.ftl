### The end of a right: suspension, leaving or moving, a card that no longer holds

right-ended-suspended =
    Your account has been suspended
    You can’t act here any more, and passes you haven’t used no longer work. Questions? Ask your platform operator.
right-ended-office =
    Your role has changed
    You are no longer { $offices }. What came with it has ended: passes you haven’t used, and forms you haven’t sent. Questions? Ask your platform operator.
right-ended-card =
    Your enforcement card has changed
    { $count ->
        [one] For one visit it isn’t valid on the day, so that pass no longer works.
       *[other] For { $count } visits it isn’t valid on the day, so those passes no longer work.
    } Once it is renewed, please arrange the visitors anew.
visitor-right-ended =
    { $who } can’t come to this visit
    The pass no longer works. Nothing changes for the other visitors.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
office-official = an official of { $place }
office-approver = head of { $place }
office-desk = on the desk of { $place }
office-owner = owner of { $place }
office-deputy = deputy of { $place }
office-gatekeeper = gatekeeper of { $place }
office-supervisor = a supervisor of { $place }
office-operator = operator of { $place }
