using AgentFunctions.Startup;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Storage;

/// <summary>Storage is a connection string, or an account by name or by its services' addresses.</summary>
internal sealed class StorageRule(IConfiguration settings) : IStartupRule
{
    public const string Section = "AzureWebJobsStorage";

    private static readonly string[] Services = ["table", "blob"];

    public IEnumerable<string> Faults()
    {
        if (settings[Section] is { Length: > 0 } connection)
        {
            return IsConnection(connection) ? [] : [$"{Section} is no connection string of a storage account; copy it from the account's access keys, or set {Section}__accountName instead."];
        }

        IConfigurationSection section = settings.GetSection(Section);
        return [.. Places(section), .. IdentitySection.Faults(section)];
    }

    private static IEnumerable<string> Places(IConfigurationSection section)
    {
        string? account = section["accountName"];
        string[] missing = [.. Services.Where(s => string.IsNullOrEmpty(section[$"{s}ServiceUri"]))];
        if (string.IsNullOrEmpty(account) && missing.Length == Services.Length)
        {
            yield return $"No storage account: set {Section} to a connection string, or {Section}__accountName to the account's name for access by the app's identity.";
        }
        else if (string.IsNullOrEmpty(account) && missing.Length > 0)
        {
            yield return $"{Section}__{missing[0]}ServiceUri is missing; allowed are both {string.Join(" and ", Services.Select(s => $"{Section}__{s}ServiceUri"))}, or {Section}__accountName.";
        }

        if (!string.IsNullOrEmpty(account) && !(account.Length is >= 3 and <= 24 && account.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))))
        {
            yield return $"{Section}__accountName is '{account}'; allowed are 3 to 24 lower-case letters and digits.";
        }

        foreach (string service in Services.Except(missing).Where(s => !(Uri.TryCreate(section[$"{s}ServiceUri"], UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttps)))
        {
            yield return $"{Section}__{service}ServiceUri is '{section[$"{service}ServiceUri"]}'; allowed is an https address such as https://ACCOUNT.{service}.core.windows.net.";
        }
    }

    private static bool IsConnection(string text)
    {
        try
        {
            _ = new TableServiceClient(text);
            return true;
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }
}
