using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using AgentFunctions.Events;
using AgentFunctions.Http.Events;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Tasks;

namespace AgentFunctions.Http.OpenApi.Streams;

/// <summary>Something that happened to a task.</summary>
/// <param name="Event">What it was.</param>
/// <param name="Id">To be sent as <c>Last-Event-ID</c>; left out where an event only says how things stand.</param>
internal sealed record TaskHappened([property: NamesOf(typeof(LifeEvent), Except = ["ended"])] string Event, string? Id, TaskEventView Data);

/// <summary>The task is over, and so is the stream.</summary>
/// <param name="Event">How it ended.</param>
internal sealed record TaskEnded(
    [property: NamesOf(typeof(AgentTaskStatus), Except = ["queued", "running"])] string Event, string? Id, TaskView Data);

/// <summary>A task of the batch is in another state.</summary>
/// <param name="Event">The state.</param>
/// <param name="Id">To be sent as <c>Last-Event-ID</c>; left out before a task has ended.</param>
internal sealed record BatchTaskChanged(
    [property: NamesOf(typeof(AgentTaskStatus), Except = ["queued"])] string Event, string? Id, BatchEventView Data);

/// <summary>All tasks of the batch are over, and so is the stream.</summary>
internal sealed record BatchFinished([property: AllowedValues("finished")] string Event, string? Id, BatchEndView Data);

/// <summary>How everything stands now.</summary>
internal sealed record OverviewTold([property: AllowedValues("overview")] string Event, OverviewView Data);

/// <summary>Shapes of events, as the lines of a stream put together.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(RedriveOutcomeConverter)])]
[JsonSerializable(typeof(TaskHappened))]
[JsonSerializable(typeof(TaskEnded))]
[JsonSerializable(typeof(BatchTaskChanged))]
[JsonSerializable(typeof(BatchFinished))]
[JsonSerializable(typeof(OverviewTold))]
internal sealed partial class StreamJson : JsonSerializerContext;
