using System.CommandLine;
using System.CommandLine.Invocation;
using AgentFunctions.Cli.Commands;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;

namespace AgentFunctions.Cli;

/// <summary>The command line <c>agentfn</c>.</summary>
internal sealed class AgentFnCommandLine(CliEnvironment environment)
{
    // '@' begins the name of an input file, not of a file with arguments.
    private static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    private readonly GlobalOptions _options = new();

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public Task<int> InvokeAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        InvocationConfiguration invocation = new() { Output = environment.Out, Error = environment.Error, EnableDefaultExceptionHandler = false };
        ParseResult line = Root().Parse(arguments, Parser);
        return line.Action is ParseErrorAction ? Task.FromResult(Refuse(line)) : line.InvokeAsync(invocation, cancellationToken);
    }

    // The library would write its help to stdout, which belongs to answers.
    private int Refuse(ParseResult line)
    {
        foreach (string reason in line.Errors.Select(e => e.Message.Trim().ReplaceLineEndings(" ").Replace("\t", string.Empty, StringComparison.Ordinal)))
        {
            environment.Error.WriteLine($"agentfn: {reason}");
        }

        string[] path = [.. line.CommandResult.Command.Parents.OfType<Command>().Take(1).Where(c => c is not RootCommand).Append(line.CommandResult.Command).Where(c => c is not RootCommand).Select(c => c.Name)];
        environment.Error.WriteLine($"See '{string.Join(' ', ["agentfn", .. path, "--help"])}'.");
        return ExitCode.Usage;
    }

    private RootCommand Root()
    {
        RootCommand root = new("Agent Functions: run agent tasks, watch them, and see what they cost.");
        foreach (Option option in _options.All)
        {
            root.Options.Add(option);
        }

        Command[] commands =
        [
            RunCommand.Create(Bind), SubmitCommand.Create(Bind), WatchCommand.Create(Bind),
            AgentsCommand.Create(Bind), OverviewCommand.Create(Bind),
            .. TaskCommands.Create(Bind),
            CostsCommand.Create(Bind), TopCommand.Create(Bind), BudgetsCommand.Create(Bind),
            .. DeadLetterCommands.Create(Bind),
            CallbackCommands.Create(Bind), WebhookSecretCommands.Create(Bind),
            KeyCommands.Create(Bind), BacklogCommand.Create(Bind), HealthCommand.Create(Bind),
            CompletionCommand.Create(environment),
        ];
        foreach (Command command in commands)
        {
            root.Subcommands.Add(command);
        }

        return root;
    }

    private Command Bind(Command command, CliAction action)
    {
        command.SetAction((line, cancellationToken) => RunAsync(line, action, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult line, CliAction action, CancellationToken cancellationToken)
    {
        CliOutput output = new(environment, _options.IsJson(line), _options.HasColor(line, environment));
        try
        {
            using AgentFunctionsClient client = new(_options.ReadClient(line, environment));
            return await action(new CliRun(line, client, output, environment), cancellationToken);
        }
        catch (UsageException e)
        {
            return output.Fail(ExitCode.Usage, e.Message);
        }
        catch (ApiException e)
        {
            return output.Fail(e.Status < 500 ? ExitCode.Refused : ExitCode.Unavailable, Faults.TextOf(e));
        }
        catch (ServerUnavailableException e)
        {
            return output.Fail(ExitCode.Unavailable, e.Message);
        }
        catch (TaskNotSucceededException e)
        {
            return output.Fail(ExitCode.NotSucceeded, e.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return output.Fail(ExitCode.Interrupted, "Interrupted.");
        }
    }
}

/// <summary>Gives a command its action.</summary>
internal delegate Command CommandBinder(Command command, CliAction action);
