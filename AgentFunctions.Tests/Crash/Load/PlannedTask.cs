using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Tests.Crash.Fleet;

namespace AgentFunctions.Tests.Crash.Load;

/// <summary>A task as a client means to submit it.</summary>
/// <param name="Marker">By which the test knows it again; no other task has it.</param>
/// <param name="Input">What its answer must repeat: the same for identical tasks.</param>
/// <param name="PaddingLength">Characters that make its input large enough to lie in a blob; 0 for most.</param>
/// <param name="UsesCache">Whether it takes the answer of an identical task that has ended, and leaves its own to those to come.</param>
/// <param name="CancelAfter">How long after its acceptance the client cancels it; null: not at all.</param>
internal sealed record PlannedTask(string Marker, string Input, string Lane, int PaddingLength, bool UsesCache, TimeSpan? CancelAfter)
{
    private static readonly JsonSerializerOptions WithoutNull = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The body of POST /tasks; the same each time, as an Idempotency-Key demands.</summary>
    public string Body => JsonSerializer.Serialize(
        new
        {
            agent = FleetFolder.Agent,
            lane = Lane,
            input = new { marker = Input, padding = new string('x', PaddingLength) },
            cache = UsesCache ? new { use = true } : null,
            metadata = new { marker = Marker, input = Input },
        },
        WithoutNull);
}

/// <summary>One request of a client.</summary>
/// <param name="At">After the start of the load.</param>
/// <param name="Tasks">One goes to POST /tasks, several go to POST /tasks/batch.</param>
/// <param name="Key">The Idempotency-Key, or null: then each try is of new tasks, since the one before may have been stored.</param>
/// <param name="Repeat">Whether the client, although answered, sends the same once more under the same key.</param>
internal sealed record Submission(TimeSpan At, IReadOnlyList<PlannedTask> Tasks, string? Key, bool Repeat);
