"""Scenarios and plans side by side: what differs, and what a day, a minute or an item buys.

``compare`` is in :mod:`solver.comparing.compare`, its result in :mod:`solver.comparing.comparison`.
Never imports ortools or ``solver.model`` before something is solved; pandas and matplotlib only
when a frame or a plot is asked for.
"""
