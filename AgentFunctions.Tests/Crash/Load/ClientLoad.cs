using System.Globalization;

namespace AgentFunctions.Tests.Crash.Load;

/// <summary>Clients that submit, repeat and cancel tasks while hosts die.</summary>
internal sealed class ClientLoad(IReadOnlyList<Submission> submissions, IntakeClient client)
{
    private const int Clients = 64;

    public AcceptedTasks Accepted { get; } = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset start = DateTimeOffset.UtcNow;
        ParallelOptions options = new() { MaxDegreeOfParallelism = Clients, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(submissions, options, async (submission, token) =>
        {
            TimeSpan wait = start + submission.At - DateTimeOffset.UtcNow;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, token);
            await SubmitAsync(submission, token);
        });
    }

    private async Task SubmitAsync(Submission submission, CancellationToken cancellationToken)
    {
        IReadOnlyList<(string Id, PlannedTask Task)> accepted = await PostAsync(submission, cancellationToken);
        foreach ((string id, PlannedTask task) in accepted)
        {
            Accepted.Accept(id, task.Marker);
        }

        await Task.WhenAll(accepted.Select(a => CancelAsync(a.Id, a.Task.CancelAfter, cancellationToken)));
        if (submission.Repeat)
        {
            await RepeatAsync(submission, accepted, cancellationToken);
        }
    }

    private async Task RepeatAsync(Submission submission, IReadOnlyList<(string Id, PlannedTask Task)> before, CancellationToken cancellationToken)
    {
        IReadOnlyList<(string Id, PlannedTask Task)> again = await PostAsync(submission, cancellationToken);
        foreach ((string id, PlannedTask task) in again.Except(before))
        {
            Accepted.Accept(id, task.Marker);
            Accepted.Contradict($"{submission.Key} was answered with task {id} for {task.Marker}, and before with another one.");
        }
    }

    /// <summary>Posts until answered; the ids given, each with the task it stands for.</summary>
    private async Task<IReadOnlyList<(string Id, PlannedTask Task)>> PostAsync(Submission submission, CancellationToken cancellationToken)
    {
        IReadOnlyList<PlannedTask> tasks = submission.Tasks;
        bool isBatch = tasks.Count > 1;
        int tries = 0;
        ClientAnswer answer = await client.PostAsync(
            isBatch ? "tasks/batch" : "tasks",
            () =>
            {
                tasks = submission.Key is null ? [.. submission.Tasks.Select(task => Anew(task, ++tries))] : tasks;
                return isBatch ? $"[{string.Join(',', tasks.Select(task => task.Body))}]" : tasks[0].Body;
            },
            submission.Key,
            conflictIsFinal: false,
            cancellationToken);
        string?[] ids = !answer.IsSuccess ? []
            : isBatch ? [.. answer.Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString())]
            : [answer.Body.GetProperty("id").GetString()];
        if (ids.Length != tasks.Count || ids.Contains(null))
        {
            Accepted.Contradict($"{tasks.Count} tasks from {tasks[0].Marker} on were answered with {answer.Status}: {answer.Body}");
        }

        return [.. tasks.Zip(ids).Where(pair => pair.Second is not null).Select(pair => (pair.Second!, pair.First))];
    }

    private static PlannedTask Anew(PlannedTask task, int number) =>
        task with { Marker = task.Marker + string.Create(CultureInfo.InvariantCulture, $".{number}") };

    private async Task CancelAsync(string id, TimeSpan? after, CancellationToken cancellationToken)
    {
        if (after is not { } delay)
        {
            return;
        }

        await Task.Delay(delay, cancellationToken);
        ClientAnswer answer = await client.PostAsync($"tasks/{id}/cancel", () => string.Empty, idempotencyKey: null, conflictIsFinal: true, cancellationToken);
        if (answer.IsSuccess && answer.Body.GetProperty("status").GetString() == "cancelled")
        {
            Accepted.AcceptCancellation(id);
        }
        else if (answer.Status != 409)
        {
            // 409: it had ended before.
            Accepted.Contradict($"The cancellation of {id} was answered with {answer.Status}: {answer.Body}");
        }
    }
}
