### Dates, times and lists: values inside other sentences

month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec

weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun

day-short = { $weekday } { $day } { $month }
day-full = { $weekday } { $day } { $month } { $year }
# Counted over days of a year whose holidays aren't announced yet
day-short-provisional = { $weekday } { $day } { $month } (provisional)
day-full-provisional = { $weekday } { $day } { $month } { $year } (provisional)
moment-provisional = { $day }, { $time } (provisional)

moment-of-day = { $day }, { $time }
window-of-day = { $day }, { $start }–{ $end }
window-of-days = { $start } – { $end }
list-separator = { ", " }
# what others wrote: the marks around it, and those for what it quotes itself
quotation-marks = “ ” ‘ ’

# Numbers: a department’s own, by its Chinese mark, from 1 each year
number-visit = Visit { $mark } { $serial }/{ $year }
number-inquiry = { $mark } { $serial }/{ $year }
number-case = Follow-up { $mark } { $serial }/{ $year }
number-bare = { $mark } { $serial }
