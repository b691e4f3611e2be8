using System.CommandLine;

namespace AgentFunctions.Cli.Input;

/// <summary>Where the ends of tasks are posted to.</summary>
internal static class CallbackOption
{
    public static Option<Uri?> Create(string description) => new("--callback")
    {
        Description = description,
        HelpName = "URL",
        CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https")
            {
                return address;
            }

            result.AddError($"--callback is '{text}'; allowed is an http or https address, as the server's settings allow it.");
            return null;
        },
    };
}
