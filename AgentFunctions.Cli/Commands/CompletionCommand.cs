using System.CommandLine;
using System.Reflection;

namespace AgentFunctions.Cli.Commands;

/// <summary><c>completion</c>: a script for a shell. It asks the command line itself, by System.CommandLine's directive <c>[suggest]</c>.</summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    public static Command Create(CliEnvironment environment)
    {
        Argument<string> shell = new("SHELL") { Description = "Whose script to print" };
        shell.AcceptOnlyFromAmong(Shells);
        Command command = new("completion", "Print a script that completes commands and options in a shell.") { shell };
        command.SetAction(line =>
        {
            environment.Out.Write(ScriptOf(line.GetRequiredValue(shell)));
            return ExitCode.Ok;
        });
        return command;
    }

    private static string ScriptOf(string shell)
    {
        using Stream script = Assembly.GetExecutingAssembly().GetManifestResourceStream($"completion.{shell}")!;
        using StreamReader reader = new(script);
        return reader.ReadToEnd();
    }
}
