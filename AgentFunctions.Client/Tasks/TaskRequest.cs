using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AgentFunctions.Client;

/// <summary>A task to be done. What is null is left to the server.</summary>
public sealed record TaskRequest
{
    /// <summary>Name of the agent.</summary>
    public required string Agent { get; init; }

    /// <summary>Any JSON that the agent can read; with the rest of the task at most 1 MiB.</summary>
    public required JsonElement Input { get; init; }

    /// <value>Null: <see cref="Client.Lane.Standard"/>.</value>
    public Lane? Lane { get; init; }

    /// <summary>Pass rate that the answer needs, 0 to 1: the task goes to the cheapest model that is good enough.</summary>
    public double? Quality { get; init; }

    /// <summary>False keeps the task from being used to try a model.</summary>
    public bool? Explore { get; init; }

    /// <summary>A task that has not begun by then fails.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The task does not begin before.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>US dollars, 0.000001 to 1,000,000. No model call is made that could pass it.</summary>
    public decimal? MaxCost { get; init; }

    public CachePreference? Cache { get; init; }

    /// <summary>Where the final task is posted to.</summary>
    /// <remarks>A server without webhooks refuses it.</remarks>
    public Uri? Callback { get; init; }

    /// <summary>True asks for the answer's text as it is written, as events of the kind <see cref="TaskEventKind.Delta"/>.</summary>
    /// <remarks>A server without events refuses it.</remarks>
    public bool? Stream { get; init; }

    /// <summary>The caller's own labels: at most 16, of 256 characters each.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>A task for an agent with a typed input.</summary>
    /// <param name="agent">Name of the agent.</param>
    /// <param name="input">What the agent reads.</param>
    /// <param name="type">How the input is written, from a source-generated context.</param>
    public static TaskRequest Create<TInput>(string agent, TInput input, JsonTypeInfo<TInput> type) =>
        new() { Agent = agent, Input = JsonSerializer.SerializeToElement(input, type) };
}

/// <summary>Whether a task may be answered from the cache.</summary>
/// <param name="Use">False: neither from the cache nor together with an identical task. Null: as the agent says.</param>
/// <param name="MaxAge">How old the answer may be, as the server writes durations: <c>90s</c>, <c>15m</c>, <c>1h</c>, <c>7d</c>. Null: as the agent says.</param>
public sealed record CachePreference(bool? Use = null, string? MaxAge = null);
