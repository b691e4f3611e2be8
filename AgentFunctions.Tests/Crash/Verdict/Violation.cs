namespace AgentFunctions.Tests.Crash.Verdict;

/// <summary>A promise that was not kept.</summary>
/// <param name="Rule">The promise.</param>
/// <param name="Evidence">For a person: the task and what was seen.</param>
internal sealed record Violation(string Rule, string Evidence);
