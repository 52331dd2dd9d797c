"""The only room that runs SQL. Everything it hands out has passed the rule of who sees what."""
