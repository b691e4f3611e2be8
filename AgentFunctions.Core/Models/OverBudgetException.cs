namespace AgentFunctions.Models;

/// <summary>A model call was not made because it could cost more than allowed. An exception, since it must pass through the tool loop.</summary>
internal sealed class OverBudgetException(string message) : Exception(message);
