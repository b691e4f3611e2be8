using System.CommandLine;
using System.Globalization;
using AgentFunctions.Cli.Input;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;

namespace AgentFunctions.Cli.Commands;

/// <summary><c>submit</c>: the tasks of a file.</summary>
internal static class SubmitCommand
{
    private const int LongestKey = 200;

    public static Command Create(CommandBinder bind)
    {
        Argument<string> file = new("FILE") { Description = "One task a line as JSON (NDJSON), or - for stdin" };
        Option<string?> key = new("--idempotency-key") { Description = "Stands for the file: the same key and lines within 24 h are the same tasks [default: the file's path; for stdin a new one]" };
        key.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && (text.Length is 0 or > LongestKey || !text.All(c => c is > ' ' and <= '~')))
            {
                result.AddError($"--idempotency-key allows 1 to {LongestKey} visible ASCII characters.");
            }
        });
        Option<Uri?> callback = CallbackOption.Create("Where the end of each task is posted to, signed, unless its line names another callback");
        Option<bool> wait = new("--wait", "-w") { Description = "Then wait until all accepted tasks are over, and print how each ended" };
        Command command = new("submit", "Submit the tasks of a file, in batches of up to 1,000, and print what became of each line. Sent again, the file makes no second tasks.") { file, key, callback, wait };
        return bind(command, async (run, cancellationToken) =>
        {
            TaskLines lines = new(run.Get(file), run.Environment.In, run.Get(callback));
            Tally tally = new(await lines.CountAsync(cancellationToken));
            SubmittedEnds? ends = run.Get(wait) ? new SubmittedEnds(run) : null;
            await TaskProgress.ShowAsync(run.Output, "submit", tally.Total, advance => SendAsync(run, lines, run.Get(key), tally, ends, advance, cancellationToken));
            run.Output.Note(string.Create(CultureInfo.InvariantCulture, $"{tally.Accepted:N0} accepted ({tally.Repeated:N0} of them known already), {tally.Refused:N0} refused."));
            bool succeeded = ends is null || await ends.WaitAsync(cancellationToken);
            return tally.Refused > 0 ? ExitCode.Refused : succeeded ? ExitCode.Ok : ExitCode.NotSucceeded;
        });
    }

    private static async Task SendAsync(CliRun run, TaskLines lines, string? key, Tally tally, SubmittedEnds? ends, Action advance, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (BatchItem item in run.Client.SubmitJsonAsync(lines.ReadAsync(cancellationToken), key ?? lines.IdempotencyKey, cancellationToken))
            {
                long line = lines.NextNumber();
                Show(run.Output, new SubmittedLine(line, item.Status, item.Id, item.Repeated, item.Problem));
                tally.Count(item);
                if (item.IsAccepted)
                {
                    ends?.Add(line, item);
                }

                advance();
            }
        }
        catch (Exception e) when (e is AgentFunctionsException or OperationCanceledException && tally.Done > 0)
        {
            run.Output.Note(string.Create(CultureInfo.InvariantCulture, $"The first {tally.Done:N0} tasks were answered.{((key ?? lines.IdempotencyKey) is null ? null : " The same command again goes on without making them anew.")}"));
            throw;
        }
    }

    private static void Show(CliOutput output, SubmittedLine line)
    {
        if (output.IsJson)
        {
            output.Json(line, CliJson.Default.SubmittedLine);
        }
        else
        {
            output.Line(string.Create(CultureInfo.InvariantCulture, $"{line.Line}\t{line.Status}\t{line.Id ?? Faults.TextOf(line.Problem!)}"));
        }
    }

    private sealed class Tally(long? total)
    {
        public long? Total { get; } = total;

        public long Accepted { get; private set; }

        public long Repeated { get; private set; }

        public long Refused { get; private set; }

        public long Done => Accepted + Refused;

        public void Count(BatchItem item)
        {
            Accepted += item.IsAccepted ? 1 : 0;
            Repeated += item.Repeated == true ? 1 : 0;
            Refused += item.IsAccepted ? 0 : 1;
        }
    }
}
