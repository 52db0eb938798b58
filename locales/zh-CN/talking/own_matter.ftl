### 回避：自己的事，由别人来定

refusal-own-matter =
    这件事与您有关，您要回避。
    请由其他有权办理的人处理。
refusal-nobody-decides-on-time =
    现在没有能批准延期的人。
    申请延期的人不能自己批准，请按原期限答复，或请平台管理员补设负责人。

operator-nobody-left =
    有一件事没有人能办，请指派
    { $matter }：有权办理的人都要回避，或者还没有人担任。请另行指派督查人员。
operator-nobody-left-list =
    没有人能办的事，请指派
    有权办理的人都要回避，或者还没有人担任。请另行指派督查人员。
    { $matters }
nobody-left = { $matter }：{ $count }件
matter-objection = 企业异议待决定
matter-notice = 书面送达待审核
matter-rating = 企业评价待联系
matter-appeal = 部门申诉待决定
matter-case = 企业反映待核实
matter-inquiry = 诉求待指定部门

# 职务变了：旧消息只收回按钮，不再显示新的内容
no-longer-yours =
    这件事已不归您办理
    您的身份有变动，这里不再显示内容。请发送“菜单”看能办的事。

# 对部门和督查人员只说身份，不说是企业的哪一位
enterprise-admin = 企业管理员

# 办到一半，身份变了
talk-right-ended =
    您的身份有变动，这次办理已结束。
    填的内容没有提交。请发送“菜单”看能办的事。
