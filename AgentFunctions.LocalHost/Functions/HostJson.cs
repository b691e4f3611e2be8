using System.Text.Json;
using AgentFunctions.Startup;

namespace AgentFunctions.LocalHost.Functions;

/// <summary>What the local host takes from <c>host.json</c>, the file that Azure Functions reads; the defaults are those of Azure.</summary>
internal sealed record HostJson
{
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>First part of all routes.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>Most calls of one Service Bus function at a time in this process; a batched function has one, as on Azure.</summary>
    public int MaxConcurrentCalls { get; init; } = 16;

    /// <summary>Whether a message is completed when its function has not done so; a trigger may say otherwise.</summary>
    public bool AutoCompleteMessages { get; init; } = true;

    /// <summary>How batched Service Bus functions get their messages.</summary>
    public BatchSettings Batches { get; init; } = new();

    /// <summary>How long the host renews a message's lock while its function runs.</summary>
    public TimeSpan MaxAutoLockRenewalDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How orchestrations run.</summary>
    public DurableTaskSettings DurableTask { get; init; } = new();

    /// <summary>Reads the file.</summary>
    /// <exception cref="HostStartException">The file is missing, or values in it are not as Azure Functions wants them; names them all.</exception>
    public static HostJson Read(string path)
    {
        FaultList faults = new();
        HostJson read = Read(path, faults);
        return faults.All.Count == 0 ? read : throw new HostStartException($"{path} cannot be used: {string.Join(Environment.NewLine, faults.All)}");
    }

    /// <summary>Reads the file. A value that is not as Azure Functions wants it counts as not given.</summary>
    /// <param name="faults">Is told all such values.</param>
    public static HostJson Read(string path, FaultList faults)
    {
        try
        {
            using JsonDocument file = JsonDocument.Parse(File.ReadAllText(path), Options);
            return faults.Read(() => Read(file.RootElement, faults)) ?? new HostJson();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            faults.Add(e.Message);
            return new HostJson();
        }
    }

    private static HostJson Read(JsonElement root, FaultList faults)
    {
        JsonElement? extensions = HostJsonSection.Child(root, "the file", "extensions");
        HostJsonSection http = HostJsonSection.Of(extensions, "http", faults);
        HostJsonSection serviceBus = HostJsonSection.Of(extensions, "serviceBus", faults);
        HostJson defaults = new();
        return new HostJson
        {
            RoutePrefix = http.Text("routePrefix", "text without a slash at either end", static t => t.Trim('/') == t) ?? defaults.RoutePrefix,
            MaxConcurrentCalls = serviceBus.Count("maxConcurrentCalls") ?? defaults.MaxConcurrentCalls,
            AutoCompleteMessages = serviceBus.Switch("autoCompleteMessages") ?? defaults.AutoCompleteMessages,
            Batches = BatchSettings.Read(serviceBus),
            MaxAutoLockRenewalDuration = serviceBus.Time("maxAutoLockRenewalDuration", TimeSpan.Zero, TimeSpan.FromDays(1)) ?? defaults.MaxAutoLockRenewalDuration,
            DurableTask = DurableTaskSettings.Read(HostJsonSection.Of(extensions, "durableTask", faults)),
        };
    }
}
