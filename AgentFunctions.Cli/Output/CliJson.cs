using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Client;

namespace AgentFunctions.Cli.Output;

/// <summary>What the command line writes beyond what the API answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SubmittedLine))]
[JsonSerializable(typeof(EndedLine))]
[JsonSerializable(typeof(WatchedEvent))]
internal sealed partial class CliJson : JsonSerializerContext;

/// <summary>What became of a line of a file.</summary>
/// <param name="Line">From 1.</param>
internal sealed record SubmittedLine(long Line, int Status, string? Id, bool? Repeated, Problem? Problem);

/// <summary>How the task of a line of a file ended.</summary>
/// <param name="Line">From 1.</param>
internal sealed record EndedLine(long Line, JsonElement End);

/// <summary>What happened to a task.</summary>
internal sealed record WatchedEvent(string Event, string? Id, JsonElement? Data);
