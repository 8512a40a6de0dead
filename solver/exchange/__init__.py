"""Plans and blocks in other people's formats: calendar, spreadsheet, apps, watch.

Never imports ortools or ``solver.model``; the library that writes a format is imported when it is
asked for.
"""
