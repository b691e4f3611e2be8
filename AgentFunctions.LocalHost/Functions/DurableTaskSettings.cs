using System.Text.Json;

namespace AgentFunctions.LocalHost.Functions;

/// <summary>Section <c>extensions.durableTask</c> of host.json; the defaults are those of Azure.</summary>
internal sealed record DurableTaskSettings
{
    private const string Section = "extensions.durableTask";

    /// <value>Name of the task hub, which keeps its orchestrations apart from those of others: 3..45 letters and digits, a letter first. Default TestHubName.</value>
    public string HubName { get; init; } = "TestHubName";

    /// <value>Most activities at a time in a process, from 1. Default 10 a processor.</value>
    public int MaxConcurrentActivityFunctions { get; init; } = 10 * Environment.ProcessorCount;

    /// <value>Most orchestrators at a time in a process, from 1. Default 10 a processor.</value>
    public int MaxConcurrentOrchestratorFunctions { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>Reads the section.</summary>
    /// <exception cref="FormatException">A value is not as Azure Functions wants it; the message names it.</exception>
    public static DurableTaskSettings Read(JsonElement? section)
    {
        DurableTaskSettings defaults = new();
        if (section is not { } found)
        {
            return defaults;
        }

        if (found.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"{Section} must be an object; it is {found.GetRawText()}.");
        }

        return new DurableTaskSettings
        {
            HubName = found.TryGetProperty("hubName", out JsonElement hub) ? Hub(hub) : defaults.HubName,
            MaxConcurrentActivityFunctions = Count(found, "maxConcurrentActivityFunctions", defaults.MaxConcurrentActivityFunctions),
            MaxConcurrentOrchestratorFunctions = Count(found, "maxConcurrentOrchestratorFunctions", defaults.MaxConcurrentOrchestratorFunctions),
        };
    }

    private static int Count(JsonElement section, string name, int otherwise) =>
        !section.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? otherwise
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int count) && count > 0 ? count
        : throw new FormatException($"{Section}.{name} must be a whole number from 1; it is {value.GetRawText()}.");

    // The rules are those of the names of Azure Storage containers and tables that Azure makes of it.
    private static string Hub(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: >= 3 and <= 45 } name && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit)
            ? name
            : throw new FormatException($"{Section}.hubName must be 3 to 45 letters and digits, a letter first; it is {value.GetRawText()}.");
}
