using Spectre.Console;

namespace AgentFunctions.LocalHost.Demo;

/// <summary>Runs the tasks of a file against a running host and shows what they did and cost.</summary>
/// <param name="baseAddress">Address with the route prefix, such as http://127.0.0.1:7071/api.</param>
internal sealed class DemoRun(Uri baseAddress, IAnsiConsole console, TimeProvider time)
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int PlainWidth = 140;

    /// <value>How long to wait for the tasks; what is open after that is reported as such. Default 5 minutes.</value>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>0 when every task succeeded; 1 when one was refused, failed or is still open, or the file is wrong.</summary>
    public async Task<int> RunAsync(string file, CancellationToken cancellationToken)
    {
        if (!console.Profile.Out.IsTerminal)
        {
            // A file or a pipe has no width; the usual guess of 80 would break the table.
            console.Profile.Width = Math.Max(console.Profile.Width, PlainWidth);
        }

        try
        {
            var tasks = await DemoTaskFile.ReadAsync(file, cancellationToken);
            var outcome = await RunAsync(tasks, cancellationToken);
            new DemoReport(console).Write(outcome);
            return outcome.AllSucceeded ? Success : Failure;
        }
        catch (DemoFaultException e)
        {
            console.MarkupLineInterpolated($"[red]{e.Message}[/]");
            return Failure;
        }
        catch (OperationCanceledException)
        {
            console.MarkupLine("[yellow]Interrupted before all tasks were posted.[/]");
            return Failure;
        }
    }

    private async Task<DemoOutcome> RunAsync(IReadOnlyList<DemoTaskLine> tasks, CancellationToken cancellationToken)
    {
        using var client = new DemoClient(baseAddress);
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var started = time.GetTimestamp();
        var (accepted, refused) = await SubmitAsync(client, tasks, either.Token);
        var watch = new DemoWatch(client, time);
        var ids = accepted.Select(a => a.Id).Distinct().ToArray();
        try
        {
            await new DemoProgress(console, time).RunAsync(
                ids.Length, onProgress => watch.RunAsync(ids, onProgress, either.Token));
        }
        catch (OperationCanceledException)
        {
            var why = limit.IsCancellationRequested ? $"The limit of {Limit:g} is over" : "Interrupted";
            console.MarkupLineInterpolated($"[yellow]{why}; this is how far it came:[/]");
        }

        return new(accepted, refused, watch.Seen, time.GetElapsedTime(started));
    }

    private async Task<(List<DemoAccepted> Accepted, List<DemoRefusal> Refused)> SubmitAsync(
        DemoClient client, IReadOnlyList<DemoTaskLine> tasks, CancellationToken cancellationToken)
    {
        var accepted = new List<DemoAccepted>();
        var refused = new List<DemoRefusal>();
        foreach (var chunk in tasks.Chunk(DemoClient.BatchSize))
        {
            var batch = await client.SubmitAsync(chunk, cancellationToken);
            if (!batch.Items.Select(item => item.Index).Order().SequenceEqual(Enumerable.Range(0, chunk.Length)))
            {
                throw new DemoFaultException($"The host gave {batch.Items.Count} outcomes for {chunk.Length} tasks.");
            }

            foreach (var item in batch.Items)
            {
                var line = chunk[item.Index];
                if (item.Id is not null)
                {
                    accepted.Add(new(item.Id, line.Agent));
                }
                else
                {
                    refused.Add(new(line.Number, item.Status, item.Problem?.ToString() ?? "no reason given"));
                }
            }
        }

        console.WriteLine($"{accepted.Count} tasks accepted, {refused.Count} refused");
        return (accepted, refused);
    }
}
