### 日期、时间和列举：别的句子里的值

month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月

weekday-1 = 周一
weekday-2 = 周二
weekday-3 = 周三
weekday-4 = 周四
weekday-5 = 周五
weekday-6 = 周六
weekday-7 = 周日

day-short = { $month }{ $day }日（{ $weekday }）
day-full = { $year }年{ $month }{ $day }日（{ $weekday }）
# 还没有公布放假安排的年份
day-short-provisional = { $month }{ $day }日（{ $weekday }，暂定）
day-full-provisional = { $year }年{ $month }{ $day }日（{ $weekday }，暂定）
moment-provisional = { $day }{ $time }（暂定）

moment-of-day = { $day }{ $time }
window-of-day = { $day }{ $start }–{ $end }
window-of-days = { $start } – { $end }
list-separator = 、
# 别人写的话：外面一对引号，里面再用到的一对。不用“”，那是我们自己用在按钮名上的
quotation-marks = 「 」 『 』

# 编号：部门代字，每年从1号起
number-visit = 访企〔{ $year }〕{ $mark }{ $serial }号
number-inquiry = 诉求〔{ $year }〕{ $mark }{ $serial }号
number-case = 核实〔{ $year }〕{ $mark }{ $serial }号
number-bare = { $mark }{ $serial }号
