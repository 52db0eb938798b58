### 门口：绿码、扫码打卡、核验、放行、离企

pass-yours =
    您的绿码：{ $window }
    到了企业，请扫门口告示牌打卡，以现场扫码为准。
    企业：{ $enterprise }
    部门：{ $departments }
    事项：{ $matters }
pass-list =
    来访名单：{ $window }
    请核对来访人的绿码，以现场扫码为准。
    企业：{ $enterprise }
    部门：{ $departments }
    事项：{ $matters }
    来访人：{ $visitors }

scan-not-ours =
    这不是赋码平台的二维码。
    请扫企业门口的告示牌，或来访人的绿码。
sign-explained =
    这是企业门口的告示牌。
    公务人员入企前要扫它，绿码才能进。您不用扫。
pass-is-yours =
    这是您自己的绿码。
    到了企业，请扫门口告示牌打卡；企业也可以扫这个码核验。以现场扫码为准。
pass-explained =
    这是来访人的绿码。
    只有到访企业的管理员或门卫能核验。

verdict-green =
    绿码请通行
    { $who }已打卡，离开时请点“离企”。
    企业：{ $enterprise }
    事项：{ $matters }
    预约：{ $window }
    扫码：{ $at }
verdict-red =
    禁止入企
    { $reasons }
    来访人：{ $who }
    企业：{ $enterprise }
    扫码：{ $at }
verdict-red-nowhere =
    禁止入企
    { $reasons }
    扫码：{ $at }
reason-line = ✕ { $what }。{ $cure }。

ask-pass-verify-number =
    请输入绿码上的六位数字
    例如“381 024”。只能核验来本企业的人。
    企业：{ $enterprise }
too-many-wrong-numbers =
    一小时内输错了{ $tries }次，请稍后再试。
    也可以直接扫来访人的绿码。
pass-verified =
    绿码请通行：{ $who }
    { GIVEN($came) ->
        [yes] 已于{ $came }入企。
       *[no] 请核对本人，再点“放行”。
    }
    部门：{ $departments }
    事项：{ $matters }
    预约：{ $window }
    有效至：{ $until }
admitted-done = { $by }已放行{ $who }
admitted =
    已放行，打卡成功
    离开时请点“离企”。
    企业：{ $enterprise }
    事项：{ $matters }
    放行人：{ $by }
    入企：{ $at }
visitor-came =
    { $who }已扫绿码入企
    如果没有人来，请企业管理员马上点“没有人来”。
    部门：{ $departments }
    事项：{ $matters }
    企业：{ $enterprise }
    入企：{ $at }
check-in-taken-back =
    { $who }的打卡已撤回
    算作没有入企，预约时间内可以再扫。
    企业：{ $enterprise }
    部门：{ $departments }
    预约：{ $window }
nobody-came-done =
    已记下：没有人来
    { $who }的打卡已取消，已转督查核实，编号{ $case }。
    部门：{ $departments }
    预约：{ $window }
    反映人：{ $by }
case-nobody-came =
    企业反映打卡后没有人来
    { $who }的打卡已取消，请核实，编号{ $case }。
    企业：{ $enterprise }
    部门：{ $departments }
    预约：{ $window }
    反映人：{ $by }
check-in-disputed =
    您的打卡被企业取消了
    企业反映没有人到场，已转督查核实，编号{ $case }。您若在现场，请重新扫码；若有不实，请向督查说明。
    企业：{ $enterprise }
    预约：{ $window }
    来访人：{ $who }
red-scan-told =
    红码：{ $who }禁止入企
    { $reasons }
    企业：{ $enterprise }
    部门：{ $departments }
    扫码：{ $at }
left-done =
    已离企，辛苦了
    企业：{ $enterprise }
    离企：{ $at }
