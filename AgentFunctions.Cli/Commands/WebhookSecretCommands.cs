using System.CommandLine;
using AgentFunctions.Cli.Output;
using AgentFunctions.Client;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Cli.Commands;

/// <summary><c>webhook-secret show</c> and <c>webhook-secret rotate</c>.</summary>
internal static class WebhookSecretCommands
{
    private const int LongestOverlapDays = 30;

    public static Command Create(CommandBinder bind) => new("webhook-secret", "The secret that callbacks are signed with; needs the role admin.") { Show(bind), Rotate(bind) };

    private static Command Show(CommandBinder bind) => bind(new Command("show", "Show when the secrets were made and end, not the secrets."), async (run, cancellationToken) =>
    {
        run.Output.Show(await run.Client.WebhookSecret.GetAsync(cancellationToken), ClientJson.Default.WebhookSecret, secret => [Table(secret)]);
        return ExitCode.Ok;
    });

    private static Command Rotate(CommandBinder bind)
    {
        Option<bool> bring = new("--stdin") { Description = "Take the secret from stdin, whsec_ and base64, as for several regions [default: the server makes one]" };
        Option<TimeSpan?> overlap = Input.SpanOption.Create("--overlap", "How long callbacks are signed with the older ones too, up to 30d; 0s when one has leaked [default: 24h]", TimeSpan.FromDays(LongestOverlapDays));
        return bind(new Command("rotate", "Put another secret in the place of the current one, and print it. It is not shown again.") { bring, overlap }, async (run, cancellationToken) =>
        {
            string? given = run.Get(bring) ? await ReadAsync(run, cancellationToken) : null;
            WebhookSecret secret = await run.Client.WebhookSecret.RotateAsync(given, run.Get(overlap), cancellationToken);
            if (run.Output.IsJson)
            {
                run.Output.Json(secret, ClientJson.Default.WebhookSecret);
            }
            else
            {
                run.Output.Note($"{string.Concat(secret.Previous.Select(old => $"The one of {Format.Time(old.Created)} is good until {Format.Time(old.Until)}. "))}It is not shown again:");
                run.Output.Line(secret.Secret!);
            }

            return ExitCode.Ok;
        });
    }

    // An argument could be seen by other users of the machine.
    private static async Task<string> ReadAsync(CliRun run, CancellationToken cancellationToken)
    {
        using StreamReader reader = new(run.Environment.In, leaveOpen: true);
        return await reader.ReadLineAsync(cancellationToken) is { } line && line.Trim() is { Length: > 0 } text
            ? text
            : throw new UsageException("--stdin has no secret; allowed is a line of whsec_ and base64.");
    }

    private static Spectre.Console.Table Table(WebhookSecret secret) => Format.Table(
        ["secret", "made", "signed with until"],
        secret.Previous.Select(old => (string[])["older", Format.Time(old.Created), Format.Time(old.Until)]).Prepend(["current", Format.Time(secret.Created), "-"]));
}
