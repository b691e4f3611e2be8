using System.CommandLine;
using System.Text.Json;
using AgentFunctions.Client;

namespace AgentFunctions.Cli.Input;

/// <summary>Options that make a task.</summary>
internal sealed class TaskOptions
{
    private readonly Argument<string> _agent = new("AGENT") { Description = "Name of the agent" };
    private readonly Option<string> _input = new("--input", "-i") { Description = "What the agent reads: JSON, @FILE, or - for stdin", Required = true, HelpName = "JSON|@FILE|-" };
    private readonly Option<string?> _lane = new("--lane") { Description = "How urgent it is [default: standard]" };
    private readonly Option<double?> _quality = new("--quality") { Description = "Pass rate that the answer needs, 0 to 1: the cheapest model that is good enough is taken" };
    private readonly Option<DateTimeOffset?> _deadline = MomentOption.Future("--deadline", "When it must have begun");
    private readonly Option<DateTimeOffset?> _notBefore = MomentOption.Future("--not-before", "When it may begin");
    private readonly Option<decimal?> _maxCost = new("--max-cost") { Description = "Most US dollars it may cost" };
    private readonly Option<Uri?> _callback = CallbackOption.Create("Where the task's end is posted to, signed");
    private readonly Option<string[]> _metadata = new("--metadata") { Description = "Label NAME=TEXT; may be given several times", HelpName = "NAME=TEXT" };
    private readonly Option<bool> _noCache = new("--no-cache") { Description = "Neither answer it from the cache nor together with an identical task" };
    private readonly Option<bool> _stream = new("--stream") { Description = "Show the answer's text on stderr while it is written, where the server has events" };

    public TaskOptions() => _lane.AcceptOnlyFromAmong([.. Enum.GetValues<Lane>().Select(Output.Format.Lane)]);

    public void AddTo(Command command)
    {
        command.Arguments.Add(_agent);
        foreach (Option option in (Option[])[_input, _lane, _quality, _deadline, _notBefore, _maxCost, _callback, _metadata, _noCache, _stream])
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="UsageException">The input is no JSON, or a label has no name.</exception>
    public async Task<TaskRequest> ReadAsync(CliRun run, CancellationToken cancellationToken)
    {
        JsonElement input = await JsonInput.ReadAsync("--input", run.Get(_input)!, run.Environment.In, cancellationToken);
        return new TaskRequest
        {
            Agent = run.Get(_agent),
            Input = input,
            Lane = run.Get(_lane) is { } lane ? Enum.Parse<Lane>(lane, ignoreCase: true) : null,
            Quality = run.Get(_quality),
            Deadline = run.Get(_deadline),
            NotBefore = run.Get(_notBefore),
            MaxCost = run.Get(_maxCost),
            Callback = run.Get(_callback),
            Metadata = Metadata(run.Get(_metadata) ?? []),
            Cache = run.Get(_noCache) ? new CachePreference(Use: false) : null,
            Stream = run.Get(_stream) ? true : null,
        };
    }

    private static Dictionary<string, string>? Metadata(string[] given)
    {
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        foreach (string label in given)
        {
            int equals = label.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !labels.TryAdd(label[..equals], label[(equals + 1)..]))
            {
                throw new UsageException($"--metadata is '{label}'; allowed is NAME=TEXT, each name once.");
            }
        }

        return labels.Count == 0 ? null : labels;
    }
}
