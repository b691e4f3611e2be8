using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Intake;

/// <summary>Waits for a task to end, for a client that asked for the answer in the same call.</summary>
public sealed class TaskWait(ITaskStore tasks, TimeProvider time)
{
    /// <summary>Longest wait; a load balancer in front of a function app closes a silent request after 230 s.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(200);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    /// <summary>The task when it is final, or as it is when the time is up.</summary>
    public async Task<AgentTask> UntilFinalAsync(AgentTask task, TimeSpan wait, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        TimeSpan pause = FirstPause;
        while (!task.IsFinal && time.GetElapsedTime(start) < wait)
        {
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            task = await tasks.FindAsync(task.Id, cancellationToken).ConfigureAwait(false) ?? task;
            pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
        }

        return task;
    }
}
