using System.Text.Json.Serialization;
using AgentFunctions.Costs;
using AgentFunctions.Tasks;

namespace AgentFunctions.Workers.Packs;

/// <summary>Tasks that are to share a model request.</summary>
/// <param name="Id">The same for the same tasks.</param>
/// <param name="Agent">Agent of all of them.</param>
/// <param name="Tasks">Their ids.</param>
public sealed record PackOrder(string Id, string Agent, IReadOnlyList<TaskId> Tasks)
{
    /// <summary>Set for tasks that go by way of a provider's batch API: when they are asked for directly if they are not back.</summary>
    public DateTimeOffset? FallbackAt { get; init; }
}

/// <summary>A value that travels between the steps of a pack: small ones themselves, large ones as the name of a blob.</summary>
public sealed record StepValue(string? Json, string? Blob)
{
    public static StepValue Of(Payload payload) => payload switch
    {
        Payload.Inline inline => new StepValue(inline.Json, null),
        Payload.Blob blob => new StepValue(null, blob.Name),
        _ => throw new ArgumentOutOfRangeException(nameof(payload)),
    };

    public Payload ToPayload() => Json is { } json ? new Payload.Inline(json) : new Payload.Blob(Blob!);
}

/// <summary>Tasks of a pack that are claimed and go to one model.</summary>
/// <param name="Pack">Id of the pack.</param>
/// <param name="Step">Which of the pack's requests it is; the same again when the step is repeated.</param>
/// <param name="Try">1 for the first try at the request.</param>
public sealed record PackRequest(string Pack, string Step, string Agent, string Model, IReadOnlyList<TaskId> Tasks, int Try)
{
    /// <summary>False for a part of a pack whose answer could not be taken apart.</summary>
    [JsonIgnore]
    public bool IsWhole => !Step.Contains('.', StringComparison.Ordinal);

    /// <summary>The two halves of it, to be asked by themselves.</summary>
    public IReadOnlyList<PackRequest> Halves()
    {
        int middle = (Tasks.Count + 1) / 2;
        return
        [
            this with { Step = Step + ".1", Tasks = [.. Tasks.Take(middle)], Try = 1 },
            this with { Step = Step + ".2", Tasks = [.. Tasks.Skip(middle)], Try = 1 },
        ];
    }
}

/// <summary>What a request for a pack came to.</summary>
/// <param name="Results">A list of <see cref="PackResult"/>, one a task that was asked about; null when none was.</param>
/// <param name="Failed">Tasks whose part was of no use: to be asked again, alone.</param>
/// <param name="IsUnsplittable">The answer could not be taken apart: its tasks are to be asked again in halves.</param>
/// <param name="RetryAt">Nothing was asked; the same request is to be tried again then.</param>
public sealed record PackStep(StepValue? Results, IReadOnlyList<TaskId> Failed, bool IsUnsplittable, DateTimeOffset? RetryAt);

/// <summary>What a pack's request brought for one task.</summary>
/// <param name="Json">The answer; null when it was of no use.</param>
/// <param name="Calls">The task's part of the call, and its judges' calls.</param>
/// <param name="Turn">How the model did on it.</param>
/// <param name="OnBestModel">As in <see cref="TaskRoute.OnBestModel"/>.</param>
public sealed record PackResult(TaskId Task, string? Json, IReadOnlyList<ModelCall> Calls, ModelTurn Turn, Usd? OnBestModel);

/// <summary>The results of a request, to be stored with their tasks.</summary>
public sealed record PackResults(string Pack, string Step, StepValue Results);

/// <summary>A task of a pack that is to be run alone.</summary>
public sealed record PackedTask(string Pack, TaskId Task);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<PackResult>))]
internal sealed partial class PackJson : JsonSerializerContext;
