using System.CommandLine;
using System.Xml.Linq;
using AgentFunctions.Bench.Cost;
using AgentFunctions.Bench.Planning;
using AgentFunctions.Bench.Simulation;
using AgentFunctions.Tests.Servers;

namespace AgentFunctions.Tests.Planning;

public sealed class PlanCommandTests
{
    private const string Good = "--tasks-per-day 1000 --mean-seconds 8 --tokens 1155,211";

    [Theory]
    [InlineData("--tasks-per-day -1 --mean-seconds 8 --tokens 1,1", "--tasks-per-day")]
    [InlineData("--tasks-per-day 0 --mean-seconds 8 --tokens 1,1", "--tasks-per-day")]
    [InlineData("--tasks-per-day many --mean-seconds 8 --tokens 1,1", "--tasks-per-day")]
    [InlineData("--tasks-per-day NaN --mean-seconds 8 --tokens 1,1", "--tasks-per-day")]
    [InlineData("--tasks-per-day 1000 --mean-seconds 0 --tokens 1,1", "--mean-seconds")]
    [InlineData("--tasks-per-day 1000 --mean-seconds 8 --tokens 1", "--tokens")]
    [InlineData("--tasks-per-day 1000 --mean-seconds 8 --tokens 1,-1", "--tokens")]
    [InlineData(Good + " --hosting mars", "--hosting")]
    [InlineData(Good + " --wait 0", "--wait")]
    [InlineData(Good + " --peak-factor 0.5", "--peak-factor")]
    [InlineData(Good + " --cache-share 1.5", "--cache-share")]
    [InlineData(Good + " --batch-share -0.1", "--batch-share")]
    [InlineData(Good + " --lanes 0.5,0.1,0.1", "--lanes")]
    [InlineData(Good + " --cv 11", "--cv")]
    [InlineData(Good + " --concurrency 0", "--concurrency")]
    [InlineData(Good + " --model-price 1", "--model-price")]
    [InlineData(Good + " --requests-per-minute 0", "--requests-per-minute")]
    [InlineData("--tasks-per-day 100000 --mean-seconds 8 --tokens 1155,211 --tokens-per-minute 1000", "--tokens-per-minute")]
    public async Task Wrong_input_names_the_option_and_what_is_allowed_and_prints_nothing_else(string line, string option)
    {
        (int status, string output, string error) = await RunAsync(PlanCommand.Create(), line);

        Assert.Equal(1, status);
        Assert.Empty(output);
        Assert.Contains(option, error, StringComparison.Ordinal);
        Assert.Contains("llowed", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--mean-seconds 8 --tokens 1,1", "--tasks-per-day is missing")]
    [InlineData("--tasks-per-day 5 --tokens 1,1", "--mean-seconds is missing")]
    [InlineData("--tasks-per-day 5 --mean-seconds 8", "--tokens is missing")]
    public async Task What_is_missing_is_named(string line, string expected)
    {
        (int status, string output, string error) = await RunAsync(PlanCommand.Create(), line);

        Assert.Equal((1, string.Empty), (status, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"prices":{"moon.rocks":{"usd":1,"per":1,"unit":"u","region":"r","date":"d","source":"s"}}}""", "'moon.rocks' is not a price")]
    [InlineData("""{"prices":{"frontDoor.base":{"usd":-1,"per":1,"unit":"u","region":"r","date":"d","source":"s"}}}""", "'frontDoor.base' is -1")]
    [InlineData("""{"prices":""", "own.json is not a price file")]
    [InlineData("""{"note":"n"}""", "own.json is not a price file")]
    public async Task A_wrong_price_file_is_refused(string json, string expected)
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "own.json");
        File.WriteAllText(file, json.Replace("""{"prices":""", """{"note":"n","prices":""", StringComparison.Ordinal));

        (int status, string output, string error) = await RunAsync(PlanCommand.Create(), $"{Good} --prices {file}");

        Assert.Equal((1, string.Empty), (status, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_says_settings_waits_and_costs()
    {
        using TemporaryFolder folder = new();
        string json = Path.Combine(folder.Path, "plan.json");

        (int status, string output, string error) = await RunAsync(PlanCommand.Create(), $"{Good} --json {json}");

        Assert.Equal((0, string.Empty), (status, error));
        Assert.Contains("Stage 1000, hosting flex, queue Service Bus Standard", output, StringComparison.Ordinal);
        Assert.Contains("functionAppConfig.scaleAndConcurrency.maximumInstanceCount", output, StringComparison.Ordinal);
        Assert.Contains("model tokens", output, StringComparison.Ordinal);
        Assert.Contains("2026-09-26", output, StringComparison.Ordinal);
        Assert.Contains("\"busiestHour\"", await File.ReadAllTextAsync(json, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_simulation_prints_plan_beside_run_and_draws_it()
    {
        using TemporaryFolder folder = new();
        (string trace, string svg) = (Path.Combine(folder.Path, "trace.csv"), Path.Combine(folder.Path, "plan.svg"));
        File.WriteAllLines(trace, BurstyTrace.Make(1).Select(Row).Prepend("TIMESTAMP,ContextTokens,GeneratedTokens"));

        (int status, string output, string _) = await RunAsync(SimulateCommand.Create(), $"--trace {trace} --mean-seconds 8 --tokens 1155,211 --volumes 1000,30000 --knobs-at 30000,1000 --svg {svg}");

        Assert.Equal(0, status);
        Assert.Contains("The p95 waits are apart by a factor of", output, StringComparison.Ordinal);
        Assert.Contains("scaled by processor use", output, StringComparison.Ordinal);
        Assert.Equal("svg", XDocument.Load(svg).Root!.Name.LocalName);

        static string Row(TracedRequest r) => FormattableString.Invariant($"{new DateTime(2026, 1, 1).Add(r.At):yyyy-MM-dd HH:mm:ss.fffffff},{r.InputTokens},{r.OutputTokens}");
    }

    [Fact]
    public async Task A_simulation_without_its_trace_is_refused()
    {
        (int status, string output, string error) = await RunAsync(SimulateCommand.Create(), "--trace nowhere.csv --mean-seconds 8 --tokens 1,1");

        Assert.Equal((1, string.Empty), (status, output));
        Assert.Contains("nowhere.csv", error, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Output, string Error)> RunAsync(Command command, string line)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int status = await command.Parse(line).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (status, output.ToString(), error.ToString());
    }
}
