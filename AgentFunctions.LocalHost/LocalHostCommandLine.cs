using System.CommandLine;
using AgentFunctions.LocalHost.CommandLine;

namespace AgentFunctions.LocalHost;

/// <summary>
/// The command line: no command runs everything, <c>worker</c> adds workers to a running host, <c>demo</c> runs
/// a file of tasks, <c>keys</c> makes and revokes API keys. Options may also come from the configuration section <c>LocalHost</c>
/// (<c>LocalHost__MaxWorkers=8</c>); the command line wins.
/// </summary>
/// <param name="configuration">The whole configuration, not the section.</param>
/// <param name="run">Runs what the options ask for and returns the exit code; its token ends on Ctrl-C and SIGTERM.</param>
internal sealed class LocalHostCommandLine(
    IConfiguration configuration, Func<LocalHostOptions, CancellationToken, Task<int>> run)
{
    private const int UsageError = 1;

    // The host drains up to 30 s and stops the storage emulator after that.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(45);

    private readonly LocalHostSettings _settings = new();

    /// <summary>Exit code: that of the run, or 1 after a message about the arguments.</summary>
    public Task<int> InvokeAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            // A bug should show where it is; faults of the user are messages of Program.
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TerminationTimeout,
        };
        return Root().Parse(arguments).InvokeAsync(invocation, cancellationToken);
    }

    private RootCommand Root()
    {
        var root = new RootCommand("Agent Functions on this machine: HTTP, queues, workers and storage in one process.");
        foreach (var option in _settings.Common)
        {
            root.Options.Add(option);
        }

        var worker = new Command("worker", "Workers only, for the queues in the data folder of a running host.");
        var demo = new Command("demo", "Start the host, run the tasks of a file, show what they did and cost, and end.");
        demo.Options.Add(_settings.DemoFile);
        root.Subcommands.Add(worker);
        root.Subcommands.Add(demo);
        root.Subcommands.Add(KeyCommands.Create((line, command, cancellationToken) => RunAsync(LocalHostMode.Keys, line, options => options with { Keys = command }, cancellationToken)));
        SetAction(root, LocalHostMode.Run);
        SetAction(worker, LocalHostMode.Worker);
        SetAction(demo, LocalHostMode.Demo);
        return root;
    }

    private void SetAction(Command command, LocalHostMode mode) =>
        command.SetAction((line, cancellationToken) => RunAsync(mode, line, options => options, cancellationToken));

    private async Task<int> RunAsync(LocalHostMode mode, ParseResult line, Func<LocalHostOptions, LocalHostOptions> complete, CancellationToken cancellationToken)
    {
        var errors = new List<string>();
        var options = _settings.Read(mode, line, configuration.GetSection("LocalHost"), errors);
        if (errors.Count == 0)
        {
            return await run(complete(options), cancellationToken);
        }

        foreach (var message in errors)
        {
            await line.InvocationConfiguration.Error.WriteLineAsync(message);
        }

        return UsageError;
    }
}
