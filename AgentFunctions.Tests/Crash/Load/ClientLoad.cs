using System.Globalization;
using System.Text.Json;

namespace AgentFunctions.Tests.Crash.Load;

/// <summary>Clients that submit, repeat and cancel tasks while hosts die.</summary>
internal sealed class ClientLoad(IReadOnlyList<Submission> submissions, IntakeClient client)
{
    private const int Clients = 24;

    public AcceptedTasks Accepted { get; } = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset start = DateTimeOffset.UtcNow;
        ParallelOptions options = new() { MaxDegreeOfParallelism = Clients, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(submissions, options, async (submission, token) =>
        {
            TimeSpan wait = start + submission.At - DateTimeOffset.UtcNow;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, token);
            await (submission.Tasks is [var single] ? SubmitAsync(single, submission.Repeat, token) : SubmitBatchAsync(submission.Tasks, token));
        });
    }

    private async Task SubmitAsync(PlannedTask task, bool repeat, CancellationToken cancellationToken)
    {
        if (await PostAsync(task, cancellationToken) is not { } id)
        {
            return;
        }

        Accepted.Accept(id, task.Marker);
        await CancelAsync(id, task.CancelAfter, cancellationToken);
        if (repeat && await PostAsync(task, cancellationToken) is { } again && again != id)
        {
            Accepted.Accept(again, task.Marker);
            Accepted.Contradict($"Idempotency-Key {task.Marker} was answered with task {id} and then with task {again}.");
        }
    }

    /// <summary>The id of the task, or null when it was refused.</summary>
    private async Task<string?> PostAsync(PlannedTask task, CancellationToken cancellationToken)
    {
        ClientAnswer answer = await client.PostAsync("tasks", () => task.Body, task.Marker, conflictIsFinal: false, cancellationToken);
        if (answer.IsSuccess)
        {
            return answer.Body.GetProperty("id").GetString()!;
        }

        Accepted.Contradict($"{task.Marker} was refused with {answer.Status}: {answer.Body}");
        return null;
    }

    // A batch carries no key: what was tried without an answer may be there or not, so each try is of new tasks.
    private async Task SubmitBatchAsync(IReadOnlyList<PlannedTask> planned, CancellationToken cancellationToken)
    {
        IReadOnlyList<PlannedTask> tasks = planned;
        int tries = 0;
        ClientAnswer answer = await client.PostAsync(
            "tasks/batch",
            () =>
            {
                string suffix = string.Create(CultureInfo.InvariantCulture, $".{++tries}");
                tasks = [.. planned.Select(task => task with { Marker = task.Marker + suffix })];
                return $"[{string.Join(',', tasks.Select(task => task.Body))}]";
            },
            idempotencyKey: null,
            conflictIsFinal: true,
            cancellationToken);
        if (!answer.IsSuccess)
        {
            Accepted.Contradict($"A batch of {tasks.Count} was refused with {answer.Status}: {answer.Body}");
            return;
        }

        string?[] ids = [.. answer.Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString())];
        await Task.WhenAll(tasks.Zip(ids, (task, id) => TakeItemAsync(task, id, cancellationToken)));
    }

    private async Task TakeItemAsync(PlannedTask task, string? id, CancellationToken cancellationToken)
    {
        if (id is null)
        {
            Accepted.Contradict($"{task.Marker} was refused as part of a batch.");
            return;
        }

        Accepted.Accept(id, task.Marker);
        await CancelAsync(id, task.CancelAfter, cancellationToken);
    }

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
