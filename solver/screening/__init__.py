"""The questionnaire: what a person answers, and what it changes in a scenario."""
