namespace AgentFunctions.Routing.Prediction;

/// <summary>Stored bytes are no predictor that this version can go on with. The agent's predictor starts anew then.</summary>
public sealed class PredictorFormatException(string message, Exception? inner = null) : Exception(message, inner);
