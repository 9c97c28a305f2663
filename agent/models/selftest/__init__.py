"""The self-test: a handful of small requests that a person can trust before a model is called ready."""
