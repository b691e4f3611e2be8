namespace AgentFunctions.LocalHost.Functions;

/// <summary>Section <c>extensions.durableTask</c> of host.json; the defaults are those of Azure.</summary>
internal sealed record DurableTaskSettings
{
    /// <value>Name of the task hub, which keeps its orchestrations apart from those of others: 3..45 letters and digits, a letter first. Default TestHubName.</value>
    public string HubName { get; init; } = "TestHubName";

    /// <value>Most activities at a time in a process, from 1. Default 10 a processor.</value>
    public int MaxConcurrentActivityFunctions { get; init; } = 10 * Environment.ProcessorCount;

    /// <value>Most orchestrators at a time in a process, from 1. Default 10 a processor.</value>
    public int MaxConcurrentOrchestratorFunctions { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>Reads the section, which is told the values that are not as Azure Functions wants them.</summary>
    public static DurableTaskSettings Read(HostJsonSection section)
    {
        DurableTaskSettings defaults = new();
        return new DurableTaskSettings
        {
            HubName = section.Text("hubName", "3 to 45 letters and digits, a letter first", IsHub) ?? defaults.HubName,
            MaxConcurrentActivityFunctions = section.Count("maxConcurrentActivityFunctions") ?? defaults.MaxConcurrentActivityFunctions,
            MaxConcurrentOrchestratorFunctions = section.Count("maxConcurrentOrchestratorFunctions") ?? defaults.MaxConcurrentOrchestratorFunctions,
        };
    }

    // The rules are those of the names of Azure Storage containers and tables that Azure makes of it.
    private static bool IsHub(string text) => text.Length is >= 3 and <= 45 && char.IsAsciiLetter(text[0]) && text.All(char.IsAsciiLetterOrDigit);
}
