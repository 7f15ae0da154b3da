using System.Globalization;
using SecureApi.Configuration;

namespace SecureApi.PrivateCa;

/// <summary>Every revocation says what it revokes, once, and the lists that hold them can be made and delivered.</summary>
internal sealed class RevocationsRule : ISettingsRule
{
    /// <summary>The size of a secret's value, bytes.</summary>
    /// <remarks>https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html</remarks>
    public const int MaxSecretBytes = 65_536;

    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        var mtls = settings.Mtls;
        if (mtls.Revocations.IsEmpty || faults.IsBroken("mtls", "revocations")) return;
        CheckHead(mtls, faults);
        CheckSize(mtls, faults);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < mtls.Revocations.Length; i++)
        {
            string[] path = ["mtls", "revocations", string.Create(CultureInfo.InvariantCulture, $"[{i}]")];
            CheckSubject(path, mtls.Revocations[i], mtls, seen, faults);
            CheckDate([.. path, "date"], mtls.Revocations[i], mtls.Crl, faults);
        }
    }

    private static void CheckHead(MutualTlsConfig mtls, FaultList faults)
    {
        if (mtls.Crl is not null || faults.IsBroken("mtls", "crl")) return;
        var last = Day(mtls.Revocations.Max(revocation => revocation.Date));
        faults.Add(["mtls", "crl"], "required once there are revocations: number and times of the revocation lists", $"crl: {{number: 1, thisUpdate: {last}}}");
    }

    private static void CheckSize(MutualTlsConfig mtls, FaultList faults)
    {
        var generations = mtls.Ca.Generations.Length;
        if (generations == 0) return;
        var most = ((MaxSecretBytes / generations) - RevocationList.MaxHeadBytes) / RevocationList.MaxEntryBytes;
        if (mtls.Revocations.Length <= most) return;
        faults.Add(
            ["mtls", "revocations"],
            $"at most {most} with {generations} trusted CA generations: the gateway gets the lists in one secret of 64 KiB; drop those whose certificates have expired",
            "revocations: []",
            $"{mtls.Revocations.Length} entries");
    }

    private static void CheckSubject(string[] path, RevocationConfig revocation, MutualTlsConfig mtls, HashSet<string> seen, FaultList faults)
    {
        var (client, serial) = (revocation.Client, revocation.Serial);
        if (client is null && serial is null)
        {
            faults.Add(path, "a serial number, the name of a client, or both", $"revocations: [{{serial: \"4a3f9c0e5b7d12a86fe0417c92d3b585\", date: {Day(revocation.Date)}}}]");
            return;
        }

        if (client is not null && serial is null && !mtls.Clients.ContainsKey(client))
        {
            faults.Add(
                [.. path, "client"],
                $"a registered client; {client} is not registered, so its certificate is known by its serial number alone: give serial too (client list --outputs shows it while the client is registered, the gateway's log after that)",
                $"revocations: [{{client: {client}, serial: \"4a3f9c0e5b7d12a86fe0417c92d3b585\", date: {Day(revocation.Date)}}}]");
        }

        var subject = serial is not null && SerialNumber.TryParse(serial, out var number) ? number.ToString() : client!;
        if (!seen.Add(subject)) faults.Add(path, $"one revocation for {subject}: it stands above already", "revocations: []");
    }

    private static void CheckDate(string[] path, RevocationConfig revocation, RevocationListConfig? crl, FaultList faults)
    {
        if (crl is null || faults.IsBroken("mtls", "crl") || revocation.Date <= crl.ThisUpdate) return;
        var day = Day(revocation.Date);
        faults.Add(path, $"not after crl.thisUpdate ({Day(crl.ThisUpdate)}): raise crl.thisUpdate to {day}, and crl.number to {crl.Number + 1}", $"date: {Day(crl.ThisUpdate)}", day);
    }

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
