namespace AgentFunctions.Tests.Regions;

/// <summary>Bodies of tasks that no other task is identical to.</summary>
internal static class SampleBody
{
    /// <param name="later">It does not run while a test does.</param>
    public static string New(bool later = false) =>
        $$"""{"agent":"classify-ticket","input":{"text":"I was charged twice, case {{Guid.NewGuid()}}."}{{(later ? ",\"notBefore\":\"2100-01-01T00:00:00Z\"" : null)}}}""";
}
