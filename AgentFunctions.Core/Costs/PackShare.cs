namespace AgentFunctions.Costs;

/// <summary>Says of a call that several tasks shared it; its tokens and cost are the task's part.</summary>
/// <param name="Pack">Id of the tasks that shared it, the same for all of them.</param>
/// <param name="Index">Place of the task among them, from 0; the first one counts the call.</param>
/// <param name="Items">How many they were.</param>
/// <param name="Alone">What the task would have cost in a call of its own; 0 when its answer was of no use.</param>
public sealed record PackShare(string Pack, int Index, int Items, Usd Alone);
