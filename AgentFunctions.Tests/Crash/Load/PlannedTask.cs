using System.Text.Json;
using AgentFunctions.Tests.Crash.Fleet;

namespace AgentFunctions.Tests.Crash.Load;

/// <summary>A task as a client means to submit it.</summary>
/// <param name="Marker">What its answer must repeat; no other task has it.</param>
/// <param name="PaddingLength">Characters that make its input large enough to lie in a blob; 0 for most.</param>
/// <param name="CancelAfter">How long after its acceptance the client cancels it; null: not at all.</param>
internal sealed record PlannedTask(string Marker, string Lane, int PaddingLength, TimeSpan? CancelAfter)
{
    /// <summary>The body of POST /tasks; the same each time, as an Idempotency-Key demands.</summary>
    public string Body => JsonSerializer.Serialize(new
    {
        agent = FleetFolder.Agent,
        lane = Lane,
        input = new { marker = Marker, padding = new string('x', PaddingLength) },
        metadata = new { marker = Marker },
    });
}

/// <summary>One request of a client.</summary>
/// <param name="At">After the start of the load.</param>
/// <param name="Tasks">One goes to POST /tasks, several go to POST /tasks/batch.</param>
/// <param name="Key">The Idempotency-Key, or null: then each try is of new tasks, since the one before may have been stored.</param>
/// <param name="Repeat">Whether the client, although answered, sends the same once more under the same key.</param>
internal sealed record Submission(TimeSpan At, IReadOnlyList<PlannedTask> Tasks, string? Key, bool Repeat);
