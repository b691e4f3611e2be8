using System.Text;

namespace AgentFunctions.Cli;

/// <summary>What surrounds the command line.</summary>
/// <param name="Variable">Reads an environment variable.</param>
internal sealed record CliEnvironment(Stream In, TextWriter Out, TextWriter Error, Func<string, string?> Variable)
{
    /// <summary>Columns of the terminal; null when nobody watches.</summary>
    public int? OutWidth { get; init; }

    public int? ErrorWidth { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static CliEnvironment OfProcess()
    {
        // Without a byte order mark, which programs that read the output trip over.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new CliEnvironment(Console.OpenStandardInput(), Console.Out, Console.Error, Environment.GetEnvironmentVariable)
        {
            OutWidth = Console.IsOutputRedirected ? null : Console.WindowWidth,
            ErrorWidth = Console.IsErrorRedirected ? null : Console.WindowWidth,
        };
    }
}
