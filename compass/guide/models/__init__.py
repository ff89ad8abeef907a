from compass.guide.models.value import Candidate, Criterion, Evaluation, Evaluator, EvaluatorScore, ModeratedScore

__all__ = ["Candidate", "Criterion", "Evaluation", "Evaluator", "EvaluatorScore", "ModeratedScore"]
