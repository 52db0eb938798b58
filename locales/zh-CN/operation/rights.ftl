### 权限结束：停用、离任或调动、执法证失效

right-ended-suspended =
    您的账号已停用
    各项权限和未使用的绿码即时停止。如有疑问，请联系平台管理员。
right-ended-office =
    您的任职有变动
    您已不再担任{ $offices }，相应权限和未使用的绿码即时停止，没填完的内容不再保留。如有疑问，请联系平台管理员。
right-ended-card =
    您的执法证有变动，绿码已作废
    有{ $count }次访企，当天执法证已不在有效期内，绿码作废。换证后请重新约定来访人。
visitor-right-ended =
    { $who }不能参加这次访企了
    其绿码已作废，持此码不能入企；其他来访人的安排不变。
    企业：{ $enterprise }
    部门：{ $departments }
    时间：{ $window }
office-official = { $place }公务人员
office-approver = { $place }负责人
office-desk = { $place }承办人
office-owner = { $place }负责人
office-deputy = { $place }管理员
office-gatekeeper = { $place }门卫
office-supervisor = { $place }督查人员
office-operator = { $place }平台管理员
