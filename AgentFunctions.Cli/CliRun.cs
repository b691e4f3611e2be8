using System.CommandLine;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;

namespace AgentFunctions.Cli;

/// <summary>What a command works with.</summary>
/// <param name="Line">The arguments.</param>
internal sealed record CliRun(ParseResult Line, AgentFunctionsClient Client, CliOutput Output, CliEnvironment Environment)
{
    public T? Get<T>(Option<T> option) => Line.GetValue(option);

    public T Get<T>(Argument<T> argument) => Line.GetRequiredValue(argument);
}

/// <summary>Carries out a command and returns the exit code.</summary>
internal delegate Task<int> CliAction(CliRun run, CancellationToken cancellationToken);
