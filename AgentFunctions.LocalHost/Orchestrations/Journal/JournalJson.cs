using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Core.Serializing;

namespace AgentFunctions.LocalHost.Orchestrations.Journal;

/// <summary>The framework's own JSON of its events and messages, which it keeps readable from one version to the next.</summary>
internal static class JournalJson
{
    public static string Write(HistoryEvent historyEvent) => JsonDataConverter.Default.Serialize(historyEvent);

    public static string Write(TaskMessage message) => JsonDataConverter.Default.Serialize(message);

    public static string? Write(FailureDetails? failure) => JsonDataConverter.Default.Serialize(failure);

    public static string? Write(IDictionary<string, string>? tags) =>
        tags is null or { Count: 0 } ? null : JsonDataConverter.Default.Serialize(new Dictionary<string, string>(tags));

    public static HistoryEvent ReadEvent(string json) => JsonDataConverter.Default.Deserialize<HistoryEvent>(json);

    public static TaskMessage ReadMessage(string json) => JsonDataConverter.Default.Deserialize<TaskMessage>(json);

    public static FailureDetails? ReadFailure(string? json) => json is null ? null : JsonDataConverter.Default.Deserialize<FailureDetails>(json);

    public static Dictionary<string, string> ReadTags(string? json) => json is null ? [] : JsonDataConverter.Default.Deserialize<Dictionary<string, string>>(json);
}
