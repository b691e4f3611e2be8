namespace AgentFunctions.Tasks;

/// <summary>A person sent a dead-lettered task round again.</summary>
/// <param name="AfterAttempt">Number of the last attempt before it.</param>
/// <param name="Error">What had set the task aside.</param>
/// <param name="Patched">Names of the fields that were changed.</param>
public sealed record TaskRedrive(DateTimeOffset At, int AfterAttempt, TaskError Error, IReadOnlyList<string> Patched);
