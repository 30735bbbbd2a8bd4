"""Looking something up, saying whether it helped, settling gaps, matching collections,
forgetting.
"""
