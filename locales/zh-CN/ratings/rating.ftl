### 一事一评

level-5 = 非常满意
level-4 = 满意
level-3 = 基本满意
level-2 = 不满意
level-1 = 非常不满意

visit-left =
    来访人已离企，请您评价
    截止到{ $closes }（含当天），可以再改，以最后一次为准。部门看不到是谁评的。有人干预评价，请发送“有人干预”。
    部门：{ $departments }
    事项：{ $matters }
    企业：{ $enterprise }
    离企：{ $at }
ask-visit-rate-department =
    您对{ $department }满意吗？
    请点按钮，或回复序号。
ask-visit-rate-whole =
    总的来说，您满意吗？
    请点按钮，或回复序号。
    部门：{ $departments }
    时间：{ $window }
ask-visit-rate-reasons =
    主要因为什么？
    只选一个，点按钮；选几个，一起回复序号，例如“1、3”。
ask-visit-rate-words =
    还有什么想说的？
    写几个字就行；没有就点“跳过”。
rated-polite = 态度好
rated-by-the-code = 规范文明
rated-helpful = 帮了忙
rated-quick = 快，不耽误事
rated-rude = 态度不好
rated-not-by-the-code = 不规范
rated-too-long = 时间太长
rated-asked-for-more = 要了额外的东西
rated-disturbed-work = 影响了生产
rated-no-reason = 不说原因
rated =
    谢谢您的评价：{ $level }
    截止前可以再改，以最后一次为准。请留好回执号。
    部门：{ $departments }
    时间：{ $window }
    回执号：{ $receipt }
rated-done =
    已评价：{ $level }
    截止前可以再改，以最后一次为准。
    部门：{ $departments }
    时间：{ $window }
    回执号：{ $receipt }
