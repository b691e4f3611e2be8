using System.Diagnostics;
using AgentFunctions.Backlog;
using AgentFunctions.Batching.Collecting;
using AgentFunctions.Queues;
using AgentFunctions.Tasks;

namespace AgentFunctions.Fairness;

/// <summary>Puts tasks in line so that a tenant that floods a lane does not delay the others by more than its fair share.</summary>
/// <remarks>
/// Queues are first in, first out. A task that a flood of another tenant's tasks would hold up also gets an express entry;
/// whoever takes up one of the flood's tasks first takes up the express entries whose tags are smaller (<see cref="ExpressLine"/>).
/// Without contention nothing is written or read.
/// </remarks>
public sealed class FairLane(ITaskQueue queue, IExpressStore express, ExpressLine line, FairClock clock, BacklogExchange backlog, SmallTasks small, TimeProvider time)
{
    // Fewer tasks than this in front are not worth an entry.
    internal const int Tolerance = 8;

    /// <summary>Puts tasks that were just stored in line.</summary>
    public async Task SendAsync(IReadOnlyList<AgentTask> tasks, CancellationToken cancellationToken)
    {
        using Activity? span = MessageSpans.Send(tasks);
        BacklogReport report = backlog.Read();
        List<TaskMessage> messages = [];
        List<ExpressEntry> entries = [];
        foreach (AgentTask task in tasks)
        {
            (long tag, long behind) = clock.Tag(task.Lane, task.Tenant);
            TaskMessage message = TaskMessage.For(task) with { Tag = tag };
            message = message with { IsSmall = message.Snapshot is not null && small.Contain(task) };
            messages.Add(message);
            if (!message.IsSmall && behind > Tolerance && report.Of(task.Lane).Depth > Tolerance && task.DueAt <= time.GetUtcNow())
            {
                entries.Add(new ExpressEntry(tag, message));
            }
        }

        await queue.SendAsync(messages, cancellationToken).ConfigureAwait(false);
        if (entries.Count > 0)
        {
            await express.AddAsync(entries, cancellationToken).ConfigureAwait(false);
            line.Announce(entries);
        }
    }
}
