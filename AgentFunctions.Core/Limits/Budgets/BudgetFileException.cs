namespace AgentFunctions.Limits.Budgets;

/// <summary>The file of budgets cannot be used; the message names file, place and reason.</summary>
public sealed class BudgetFileException(string file, string reason, Exception inner) : Exception($"{file}: {reason}", inner);
