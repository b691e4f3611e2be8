using System.CommandLine;
using System.Globalization;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using Spectre.Console;

namespace AgentFunctions.Bench.Batching;

/// <summary><c>bench batching</c>: what small tasks cost and wait when they share model requests, beside the same tasks alone.</summary>
internal static class BatchingCommand
{
    public static Command Create()
    {
        Option<double> tasks = Of("--tasks", "Tasks of each run", 2000);
        Option<double> taskTokens = Of("--task-tokens", "Tokens of a task's text", 60);
        Option<string> instructions = new("--instructions") { Description = "Tokens of the agent's instructions, as a,b,...", DefaultValueFactory = _ => "50,200,800" };
        Option<string> sizes = new("--sizes") { Description = "Most tasks in a request, as a,b,...; 1 is without packs, and always measured", DefaultValueFactory = _ => "1,5,10,20,50" };
        Option<double> rate = Of("--rate", "Mean arrivals a second (Poisson)", 50);
        Option<double> wait = Of("--wait", "Seconds that a task waits for company at most (maxWait)", 2);
        Option<double> input = Of("--price-input", "US dollars a million input tokens", 2.5);
        Option<double> output = Of("--price-output", "US dollars a million output tokens", 10);
        Option<double> firstToken = Of("--first-token", "Milliseconds to the first token of an answer", 400);
        Option<double> speed = Of("--tokens-per-second", "Output tokens a second after the first", 80);
        Option<double> wrong = Of("--wrong", "Probability that a single answer is of no use", 0.01);
        Option<double> growth = Of("--wrong-growth", "What each further item of a request adds to that", 0.001);
        Option<double> broken = Of("--broken", "Probability that the answer to several tasks is not JSON", 0.01);
        Option<double> bad = Of("--bad-growth", "As --wrong-growth, of the model that the adaptive size is shown with", 0.02);
        Option<double> least = Of("--least-messages", "Messages that the collector is called with at least (host.json: minMessageBatchSize)", 100);
        Option<double> most = Of("--most-messages", "And at most (maxMessageBatchSize)", 500);
        Option<double> patience = Of("--batch-wait", "Seconds after which it is called with fewer (maxBatchWaitTime)", 1);
        Option<double> seed = Of("--seed", "Draws texts, arrivals and errors", 1);
        Option<FileInfo> svg = new("--svg") { Description = "File that gets the curves as a picture" };
        Command command = new("batching", "Sends small tasks alone and in packs of several sizes through the product in virtual time, on a simulated model.") { tasks, taskTokens, instructions, sizes, rate, wait, input, output, firstToken, speed, wrong, growth, broken, bad, least, most, patience, seed, svg };
        command.SetAction((line, cancellationToken) => RunAsync(
            () => new BatchingPlan(
                (int)Within(line, tasks, 1, 100_000), (int)Within(line, taskTokens, 10, 1_000), Numbers(line, instructions, 20, 100_000), Numbers(line, sizes, 1, 1_000),
                Within(line, rate, 0.01, 100_000), TimeSpan.FromSeconds(Within(line, wait, 0.1, 60)),
                new TokenPrice((decimal)Within(line, input, 0.001, 10_000), (decimal)line.GetValue(input), (decimal)Within(line, output, 0.001, 10_000)),
                new ModelHabits(TimeSpan.FromMilliseconds(Within(line, firstToken, 0, 60_000)), Within(line, speed, 1, 100_000), Within(line, wrong, 0, 1), Within(line, growth, 0, 1), Within(line, broken, 0, 1)),
                new Delivery((int)Within(line, least, 1, 10_000), (int)Within(line, most, line.GetValue(least), 10_000), TimeSpan.FromSeconds(Within(line, patience, 0.01, 150))),
                (int)Within(line, seed, 0, 1_000_000))
            {
                BadGrowth = Within(line, bad, 0, 1),
            },
            line.GetValue(svg),
            cancellationToken));
        return command;
    }

    /// <returns>The exit status: 0 when all that must hold does, else 1.</returns>
    private static async Task<int> RunAsync(Func<BatchingPlan> read, FileInfo? svg, CancellationToken cancellationToken)
    {
        try
        {
            BatchingPlan plan = read();
            BatchingSeries series = await BatchingSeries.MeasureAsync(plan, new TokenCounter(), cancellationToken);
            if (svg is not null)
            {
                await File.WriteAllTextAsync(svg.FullName, BatchingPicture.Draw(series), cancellationToken);
            }

            return new BatchingReport(AnsiConsole.Console).Write(series) ? 0 : 1;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            AnsiConsole.Console.Profile.Width = int.MaxValue;
            AnsiConsole.MarkupLineInterpolated($"[red]Not measured:[/] {e.Message}");
            return 1;
        }
    }

    private static Option<double> Of(string name, string description, double usual) => new(name) { Description = description, DefaultValueFactory = _ => usual };

    private static double Within(ParseResult line, Option<double> option, double least, double most) => line.GetValue(option) is var value && value >= least && value <= most
        ? value
        : throw new FormatException(FormattableString.Invariant($"{option.Name} is {value}; allowed is {least} to {most}."));

    private static int[] Numbers(ParseResult line, Option<string> option, int least, int most) =>
    [
        .. line.GetRequiredValue(option).Split(',').Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new FormatException(FormattableString.Invariant($"{option.Name}: '{p}' is not allowed; allowed are whole numbers from {least} to {most}."))).Distinct().Order(),
    ];
}
