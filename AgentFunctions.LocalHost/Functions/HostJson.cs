using System.Globalization;
using System.Text.Json;

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
    /// <exception cref="HostStartException">The file is missing or a value in it is not as Azure Functions wants it.</exception>
    public static HostJson Read(string path)
    {
        try
        {
            using JsonDocument file = JsonDocument.Parse(File.ReadAllText(path), Options);
            HostJson defaults = new();
            return new HostJson
            {
                RoutePrefix = Find(file, "http", "routePrefix")?.GetString() ?? defaults.RoutePrefix,
                MaxConcurrentCalls = Find(file, "serviceBus", "maxConcurrentCalls")?.GetInt32() ?? defaults.MaxConcurrentCalls,
                AutoCompleteMessages = Find(file, "serviceBus", "autoCompleteMessages")?.GetBoolean() ?? defaults.AutoCompleteMessages,
                Batches = BatchSettings.Read(name => Find(file, "serviceBus", name)),
                MaxAutoLockRenewalDuration = Find(file, "serviceBus", "maxAutoLockRenewalDuration")?.GetString() is { } text
                    ? TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture)
                    : defaults.MaxAutoLockRenewalDuration,
                DurableTask = DurableTaskSettings.Read(Find(file, "durableTask")),
            };
        }
        catch (Exception e) when (e is IOException or JsonException or FormatException or InvalidOperationException)
        {
            throw new HostStartException($"{path} cannot be used: {e.Message}", e);
        }
    }

    private static JsonElement? Find(JsonDocument file, string extension, string setting) =>
        Find(file, extension) is { } section && section.TryGetProperty(setting, out JsonElement value) ? value : null;

    private static JsonElement? Find(JsonDocument file, string extension) =>
        file.RootElement.TryGetProperty("extensions", out JsonElement extensions) && extensions.TryGetProperty(extension, out JsonElement section)
            ? section
            : null;
}
