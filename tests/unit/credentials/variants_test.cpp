// Ways to write a credential down, in many languages and files: each of them is found where it is.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "mlpc/credentials/credentials.h"

namespace mlpc::credentials {
namespace {

constexpr std::string_view kSecret = "hunter2";

/// Whether something is found where the secret is.
bool isFound(std::string_view text) {
  const size_t secret = text.find(kSecret);
  bool any = false;
  search(text, [&](const Found& one) { any = any || (one.begin <= secret && secret + kSecret.size() <= one.end); });
  return any;
}

/// What is found in each beginning and end of a text lies in it.
void searchParts(std::string_view text) {
  for (size_t at = 0; at <= text.size(); ++at) {
    for (const std::string_view part : {text.substr(0, at), text.substr(at)}) {
      search(part, [&](const Found& one) { EXPECT_TRUE(one.begin <= one.end && one.end <= part.size()) << part; });
    }
  }
}

void expectFound(std::initializer_list<const char*> texts) {
  for (const char* text : texts) {
    EXPECT_TRUE(isFound(text)) << text;
    searchParts(text);
  }
}

void expectNothing(std::initializer_list<const char*> texts) {
  for (const char* text : texts) {
    search(text, [&](const Found& one) {
      ADD_FAILURE() << text << "\nfound: " << std::string_view(text).substr(one.begin, one.end - one.begin);
    });
    searchParts(text);
  }
}

TEST(Variants, OfPython) {
  expectFound({
      "token = 'hunter2'",
      "password = (\"hunter2\")",
      "password = (\n    \"hunter2\"\n)",
      "password = os.environ.get(\"X\") or 'hunter2'",
      "password = args.password or ('hunter2')",
      "password = 'hunter2' if debug else read()",
      "password = read() if not debug else 'hunter2'",
      "user, password = \"me\", \"hunter2\"",
      "password, user = 'hunter2', 'me'",
      "(host, api_key) = (\"h\", \"hunter2\")",
      "password = \"\"\"hunter2\"\"\"",
      "password = '''\nhunter2\n'''",
      "password: Final[str] = f'hunter2'",
      "password = str(\"hunter2\")",
      "password = SecretStr('hunter2')",
      "password = b'hunter2'.decode()",
      "password = os.getenv(\"X\", \"hunter2\")",
      "password = os.environ.get('X', default='hunter2')",
      "password: SecretStr = Field(default=SecretStr('hunter2'))",
      "password: str = Field(default=\"hunter2\", description=\"d\")",
      "parser.add_argument(\"--password\", type=str, default=\"hunter2\")",
      "@click.option('--api-key', '-k', default='hunter2')",
      "smtp.login(\"me\", \"hunter2\")",
      "auth = HTTPBasicAuth('me', 'hunter2')",
      "client.set_password('hunter2')",
      "builder.password(\"hunter2\")",
      "credential = ClientSecretCredential(\"tenant\", \"hunter2\")",
      "passwords = [\"hunter2\", \"b\"]",
      "def connect(user, password='hunter2'):",
      "if (password := 'hunter2'):",
      "config[\"db\"][\"password\"] = 'hunter2'",
      "os.environ.update(DB_PASSWORD='hunter2')",
      "os.putenv('DB_PASSWORD', 'hunter2')",
      "dict(user='me', password='hunter2')",
      "password = \"hunt\" \"hunter2\"",
      "subprocess.run([\"tool\", \"--password\",\n                \"hunter2\"])",
      "[\"--password\", \"hunter2\"]",
      "['--token','hunter2']",
      "[\"mysql\", \"-phunter2\"]",
      "password = \"pa{ss}hunter2\"",
      "password = \"$hunter2\"",
      "password = prefix + \"hunter2\"",
      "password = \"\".join([\"hunter2\", \"x\"])",
      "pw = \"hunter2\"",
      "setattr(obj, \"password\", \"hunter2\")",
      "d.setdefault(\"password\", \"hunter2\")",
      "wandb.login(key=\"hunter2hunter2\")",
      "headers = {\"Authorization\": \"Bearer \" + \"hunter2hunter2\"}",
      "password = (lambda: \"hunter2\")()",
      "password: str = typer.Option(\"hunter2\")",
      "password += \"hunter2\"",
      "spark.conf.set(\"fs.s3a.secret.key\", \"hunter2\")",
      "df.write.option(\"password\", \"hunter2\").save()",
      "connect(password = 'hunter2')",
      "cfg = {\n    \"password\":\n        \"hunter2\"\n}",
      "cfg = {\n    'password':  # of the tests\n\n        'hunter2',\n    'user': 'me',\n}",
      "connect(password=\n  \"hunter2\")",
      "connect(user=\"me\", password=  # of the tests\r\n  'hunter2',\r\n)",
      "connect(PASSWORD=\n  f\"hunter2\")",
      "cfg = {\"Authorization\":\n    \"Bearer hunter2hunter2\"}",
      "passwords[\"admin\"] = \"hunter2\"",
      "api_keys['openai'] = 'hunter2'",
      "dict([(\"password\", \"hunter2\")])",
      "headers = [(\"a\", \"b\"), (\"api_key\", \"hunter2\")]",
      "keyring.set_password(\"db\", \"me\", \"hunter2\")",
      "keyring.set_password(SERVICE, user,\n    'hunter2')",
      "url = \"postgres://me:%s@db/x\" % \"hunter2\"",
      "url = 'postgres://%s:%s@db/x' % ('me', 'hunter2')",
      "url = \"postgres://me:{}@db/x\".format(\"hunter2\")",
      "url = 'postgres://{}:{}@db/x'.format(user, 'hunter2')",
  });
}

TEST(NoCredentials, OfPython) {
  expectNothing({
      "password = f\"{user}\"",
      "password = (read())",
      "password = os.environ.get(\"X\") or read('hunter2')",
      "password = read('hunter2')",
      "password = store['hunter2']",
      "password = a if b == 'hunter2' else c",
      "password = value.encode('latin1')",
      "password = config.get('db', 'password')",
      "password = input('Password for hunter2: ')",
      "user, password = \"hunter2\", read()",
      "user, password = line.split(':')",
      "token = tokenizer.encode('hunter2')",
      "parser.add_argument('--user', default='hunter2')",
      "parser.add_argument(\"--password\", type=str, required=True)",
      "password = getattr(args, 'password', None)",
      "password = '{}'.format(read())",
      "password = '%s' % x",
      "def connect(user, password=None):",
      "get_token('hunter2')",
      "check_password('hunter2')",
      "key, value = 'a', 'hunter2'",
      "secret_key_to_env={'password': 'SECRET_VAR'}",
      "{\"password\": base64.b64encode(a1[\"x\"])}",
      "CMD [\"serve\", \"--disable-token-auth\", \"--model-store\", \"a\"]",
      "{'secretName': 'x', 'secretKey': 'password2'}",
      "password = password + \"\\\\x00\"",
      "password = name + \"-suffix\"",
      "ZONE_PAT = \"(?:\" + UNRESERVED + \"]|%[a-f0-9]{2})+\"",
      "zip(\"password\", \"hunter2\")",
      "for token, tag in zip('abc1234', 'hunter2'):",
      "cfg = {\n    \"password\":\n        read(\"hunter2\"),\n}",
      "cfg = {\"password\":\n       password, \"user\": \"hunter2\"}",
      "\"password\":\n  \"user\": \"hunter2\"\n",
      "\"password\":\n\"user\": \"hunter2\"\n",
      "connect(password=\n  \"\")",
      "connect(password=\n  read(), user=\"hunter2\")",
      "x = \"\"\"\npassword=\n\"\"\"\ny = \"\"\"hunter2\"\"\"",
      "echo \"user=me\npassword=\n\" > hunter2; echo \"x\"",
      "password=\n\"user\"=hunter2x",
      "if x[\"password\"]:\n    \"hunter2\"",
      "if password == \"hunter2\":",
      "keyring.set_password(\"db\", \"hunter2\", password)",
      "keyring.get_password(\"db\", \"hunter2\")",
      "url = \"postgres://me:%s@hunter2/x\" % password",
      "url = 'postgres://{}:{}@db/x'.format('hunter2', read())",
      "if passwords[\"admin\"] == \"hunter2\":",
      "names[\"admin\"] = \"hunter2\"",
      "passwords[\"admin\"] = read(\"hunter2\")",
      "[(\"user\", \"hunter2\"), (\"token\", \"word\")]",
  });
}

TEST(Variants, OfShells) {
  expectFound({
      "export TOKEN=\"${TOKEN:-hunter2}\"",
      "echo \"root:hunter2\" | chpasswd",
      "echo root:hunter2 | sudo chpasswd -e",
      "printf '%s' 'root:hunter2' | chpasswd",
      "chpasswd <<< \"root:hunter2\"",
      "chpasswd <<EOF\nroot:hunter2\nEOF",
      "htpasswd -b /etc/users me hunter2",
      "htpasswd -nbB me hunter2",
      "htpasswd -c -b /etc/users me 'hunter2' && ls",
      ": ${DB_PASSWORD:=hunter2}",
      "echo ${TOKEN-hunter2}",
      "TOKEN=${TOKEN:-\"hunter2\"}",
      "PASSWORD=$(echo hunter2)",
      "PASSWORD=\"$(printf '%s' 'hunter2')\"",
      "PASSWORD=`echo -n hunter2`",
      "mysql -u me -phunter2 db",
      "mysqldump --password=hunter2 db",
      "sshpass -phunter2 ssh host",
      "curl -sSu me:hunter2 https://x",
      "curl -ume:hunter2 https://x",
      "curl --user=me:hunter2 https://x",
      "curl --proxy-user me:hunter2 https://x",
      "redis-cli -h cache -a hunter2 ping",
      "redis-cli --pass hunter2 ping",
      "aws configure set aws_secret_access_key hunter2",
      "aws configure set aws_secret_access_key hunter2 --profile x",
      "git config --global user.password hunter2",
      "npm config set //registry.npmjs.org/:_authToken hunter2",
      "echo hunter2 | docker login -u me --password-stdin",
      "docker login --password-stdin <<< hunter2",
      "read -r PASSWORD <<< 'hunter2'",
      "ldapsearch -D cn=me -w hunter2 -b dc=x",
      "openssl rsa -passin pass:hunter2 -in key",
      "sqlcmd -S db -U me -Phunter2",
      "http -a me:hunter2 example.org",
      "smbclient //h/s -U me%hunter2",
      "mongosh -u me -p hunter2",
      "export PASSWORD='$hunter2'",
      "PASSWORD=\"hunter2\" ./run",
      "env TOKEN=hunter2 run",
      "helm install x --set-string auth.password=hunter2",
      "twine upload -u __token__ -p hunter2 dist/*",
      "setx TOKEN hunter2",
      "set -x TOKEN hunter2",
      "tool --api-key=\"hunter2\"",
      "tool --api-key 'hunter2' \\\n  --x",
      "cat > x.ini <<EOF\n[db]\npassword = hunter2\nEOF",
      "ENV TOKEN hunter2",
      "az login -u me -p hunter2",
      "docker login -u me -phunter2 registry",
      "az keyvault secret set --vault-name v --name n --value hunter2",
      "az pipelines variable create --name DB_PASSWORD --value hunter2",
      "wandb login hunter2hunter2",
      "mysqladmin -u root password hunter2",
      "echo hunter2 | sudo -S x",
      "keytool -storepass hunter2",
      "mc alias set x http://h me hunter2",
      "ldapsearch -x -D cn=x -whunter2",
      "gh secret set X --body hunter2",
      "PASSWORD=$(cat <<< hunter2)",
      "PASSWORD=\"${1:-hunter2}\"",
      "PASSWORD+=hunter2",
      "poetry config http-basic.x me hunter2",
      "lftp -u me,hunter2 h",
      "echo \"##vso[task.setvariable variable=password;issecret=true]hunter2\"",
      "wget --http-password=hunter2 x",
      "declare -A C=([password]=hunter2)",
      "declare -A C=(\n  [user]=me\n  [password]=hunter2\n)",
      "declare -A C=([user]=me [password]='hunter2')",
      "export PWD=hunter2",
  });
}

TEST(NoCredentials, OfShells) {
  expectNothing({
      "export TOKEN=\"${TOKEN:-}\"",
      "export TOKEN=\"${TOKEN:-$OTHER}\"",
      ": ${TOKEN:?is not set}",
      "PASSWORD=$(echo $X)",
      "PASSWORD=$(vault read hunter2)",
      "mysql -p$PASSWORD db",
      "mysql -u me -p db",
      "mkdir -phunter2",
      "tar -xzf hunter2 -p",
      "echo $PASSWORD | docker login --password-stdin",
      "set password policies for the users",
      "cp -a hunter2 b",
      "git config user.name hunter2",
      "aws configure set region eu-west-1",
      "curl -sSL https://x -o hunter2",
      "redis-cli -h hunter2",
      "read -r PASSWORD < /run/secrets/x",
      "password-hunter2.txt",
      "sort -u a:hunter2",
      "docker run -u me:hunter2 image",
      "declare -A C=([password]=$PASSWORD)",
      "declare -A C=([password]=word)",
      "export PWD=/workspace1",
      "OLDPWD=\"/workspace1\"",
      "train --seed-token abc1",
      "helm install x --set auth.existingSecret=db-creds1",
      "spark-submit --conf spark.kubernetes.driver.secretKeyRef.DB_PASSWORD=db1:password1",
  });
}

TEST(Variants, OfPowerShell) {
  expectFound({
      "Connect-Thing -Password:hunter2",
      "Connect-Thing -Password 'hunter2'",
      "ConvertTo-SecureString 'hunter2' -AsPlainText -Force",
      "ConvertTo-SecureString -String \"hunter2\" -AsPlainText",
      "ConvertTo-SecureString hunter2 -AsPlainText",
      "$password = 'hunter2'",
      "$env:TOKEN='hunter2'",
      "[Environment]::SetEnvironmentVariable('TOKEN', 'hunter2')",
      "Set-Item Env:TOKEN hunter2",
      "Set-Item -Path Env:TOKEN -Value hunter2",
      "$x = @{ Password = 'hunter2' }",
      "New-Object PSCredential('me', 'hunter2')",
      "\"hunter2\" | ConvertTo-SecureString -AsPlainText -Force",
      "${env:DB_PASSWORD} = \"hunter2\"",
      "Set-Variable -Name password -Value \"hunter2\"",
      "cmdkey /add:x /user:me /pass:hunter2",
      "$password = $env:X ?? 'hunter2'",
  });
}

TEST(NoCredentials, OfPowerShell) {
  expectNothing({
      "ConvertTo-SecureString $env:PASSWORD -AsPlainText -Force",
      "Connect-Thing -Password $password",
      "$password = Read-Host 'hunter2' -AsSecureString",
      "$password = Get-Secret -Name hunter2",
      "Connect-Thing -Credential @arguments",
  });
}

TEST(Variants, OfFiles) {
  expectFound({
      "[pypi]\nusername = __token__\npassword = hunter2\n",
      "[client]\n# of the tests\nuser=me\npassword=hunter2\n",
      "[db]\npassword: hunter2\n",
      "db:\n  user: me\n  password: hunter2\n",
      "- password: hunter2\n",
      "password: hunter2",
      "machine h login me password hunter2",
      "machine h\n  login me\n  password hunter2\n",
      "default login me password hunter2",
      "db.example.org:5432:prices:me:hunter2",
      "localhost:*:*:me:hunter2\n",
      "<password>hunter2</password>",
      "<server><username>me</username><password>hunter2</password></server>",
      "<db:Password type=\"x\">hunter2</db:Password>",
      "<entry key=\"db.password\">hunter2</entry>",
      "<property name=\"password\" value=\"hunter2\"/>",
      "<add key=\"ApiKey\" value=\"hunter2\" />",
      "<add name=\"x\" connectionString=\"Server=h;Password=hunter2\"/>",
      "CREATE USER me IDENTIFIED BY 'hunter2';",
      "CREATE USER me IDENTIFIED WITH mysql_native_password BY 'hunter2';",
      "ALTER ROLE me WITH LOGIN PASSWORD 'hunter2';",
      "CREATE LOGIN me WITH PASSWORD = 'hunter2';",
      "SET PASSWORD FOR me = 'hunter2';",
      "alter user me identified by 'hunter2'",
      "requirepass hunter2\n",
      "#define PASSWORD \"hunter2\"",
      "define('DB_PASSWORD', 'hunter2');",
  });
}

TEST(Variants, OfDocumentsAndOtherLanguages) {
  expectFound({
      "{\"password\": {\"type\": \"string\", \"default\": \"hunter2\"}}",
      "password:\n  type: string\n  default: hunter2\n",
      "variables:\n  - name: password\n    value: hunter2\n",
      "{\"key\": \"API_KEY\", \"value\": \"hunter2\"}",
      "_authToken=hunter2\n",
      "//registry.npmjs.org/:_authToken=hunter2\n",
      "spring.datasource.password=hunter2\n",
      "db_password = \"hunter2\"  # terraform",
      "password <- \"hunter2\"",
      "Sys.setenv(DB_PASSWORD = \"hunter2\")",
      "\"password\" -> \"hunter2\"",
      "const apiKey = process.env.KEY || 'hunter2';",
      "let password: string = `x`; password = 'hunter2';",
      "String password = \"hunter2\";",
      "conf.setPassword(\"hunter2\");",
      ":password \"hunter2\"",
      "user=me password=hunter2 host=db",
      "AccountName=a;AccountKey=hunter2;EndpointSuffix=x",
      "PASSWORD := hunter2\n",
      "export TOKEN = hunter2\n",
      "<!-- password: hunter2 -->",
      "const password = `hunter2`;",
      "CREATE USER x IDENTIFIED BY hunter2;",
      "CREATE SECRET s (TYPE S3, SECRET 'hunter2');",
      "- {user: me, password: hunter2}",
      "password: |\n  hunter2",
      "password:\n  hunter2",
      "password: &x hunter2",
      "passwords:\n  - hunter2",
      "- value: hunter2\n  name: PASSWORD",
      "{\"value\": \"hunter2\", \"name\": \"PASSWORD\"}",
      "<password><![CDATA[hunter2]]></password>",
      "<property><name>password</name><value>hunter2</value></property>",
      "<add value=\"hunter2\" key=\"password\"/>",
      "<password>\n  hunter2\n</password>",
      "variable \"db_password\" {\n  default = \"hunter2\"\n}",
      "param adminPassword string = 'hunter2'",
      "let apiKey: string = \"hunter2\";",
      "let password: &str = \"hunter2\";",
      "char password[] = \"hunter2\";",
      "fs.s3a.secret.key hunter2",
      "*:*:*:me:hunter2",
      "{\\\"password\\\":\\\"hunter2\\\"}",
      "\"password\\\": \\\"hunter2\\\"\"",
      "PASSWORD=#hunter2\n\"x\"",
      "{\"password\" :\n  \"hunter2\"}",
      "const password =\n  \"hunter2\";",
      "connect({\n  password:\n    \"hunter2\",\n});",
      "nginx.ingress.kubernetes.io/auth-secret: \"hunter2\"",
      "auth-secret: \"hunter2\"",
      "imagePullSecret: \"hunter2\"",
  });
}

TEST(NoCredentials, OfFiles) {
  expectNothing({
      "[db]\npassword = ${PASSWORD}\n",
      "[db]\npassword =\n",
      "permissions:\n  id-token: write\n",
      "{\"@inquirer/password\": \"^4.0.23\"}",
      "password:\n  type: string\n",
      "if not token:\n    self._check_v1_enabled()\n",
      "if not password:\n    value1 = 2\n",
      "password:\n  the password of hunter2\n",
      "- value: hunter2\n  name: USER\n",
      "output \"x\" { value = \"hunter2\" }",
      "arn:aws:autoscaling:*:*:group:*:name/x1y2z3*",
      "{\"defaultValue\": \"PassThrough\", \"name\": \"PathAuth\", \"x\": 1}",
      "password: str\n",
      "password: Optional[str] = None\n",
      "class A:\n    password: SecretStr\n    token: Token\n",
      "password: string;\n",
      "<password></password>",
      "<password>${env.PASSWORD}</password>",
      "<token>word</token>",
      "<input name=\"user\" value=\"hunter2\"/>",
      "CREATE USER me IDENTIFIED BY '{}'",
      "a library identified by 'name'",
      "machine h login me\n",
      "10:30:45 a:hunter2",
      "arn:aws:secretsmanager:*:*:secret:hunter2*",
      "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
      "{\"password\": {\"type\": \"string\", \"description\": \"x\"}}",
      "parameters:\n  user:\n    default: hunter2\n",
      "{\"name\": \"USER\", \"value\": \"hunter2\"}",
      "password: the password of hunter2\n",
      "password: \"{{ password }}\"\n",
      "secret_name = hunter2\n",
      "nginx.ingress.kubernetes.io/auth-secret: \"my-release-postgresql\"\n",
      "  nginx.ingress.kubernetes.io/auth-secret: web-users\n",
      "\"nginx.ingress.kubernetes.io/auth-secret\": \"ns/web-users\"",
      "haproxy.org/auth-secret: \"monitoring\"\n",
      "imagePullSecret: \"db-creds1\"\n",
      "tlsSecret: \"basic-auth1\"\n",
      "EXISTING_SECRET: \"prod-db2\"\n",
      "PASSWORD_SECRET_KEY: \"password\"\n",
      "TOKEN_SECRET_KEY: \"pw\"\n",
      "API_KEY_SECRET_KEY: \"api-key1\"\n",
      "vault.hashicorp.com/agent-inject-secret-db: \"secret/data/app1\"\n",
  });
}

TEST(Variants, OfAddresses) {
  expectFound({
      "postgres://me:hunter2#x@db/prices",
      "postgres://me:hunter2?x@db/prices",
      "postgres://me:hunter2/x@db/prices",
      "postgres://me:pa$hunter2@db/prices",
      "postgres://me:$hunter2@db/prices",
      "postgres://me:pa{hunter2}x@db/prices",
      "redis://:hunter2@cache:6379/0",
      "mongodb+srv://me:hunter2@c.example.org/?w=1",
      "amqp://me:hunter2@mq:5672//",
      "jdbc:postgresql://me:hunter2@db/prices",
      "jdbc:oracle:thin:me/hunter2@h:1521/x",
      "https://hunter2:@example.org",
      "jdbc:sqlserver://db;user=me;password=hunter2;",
      "https://hunter2abcdefghijklmn0123456789@example.org/repository.git",
      "pip install --index-url=https://me:hunter2@pkgs.example.org/simple x",
      "git clone https://oauth2:hunter2@gitlab.example.org/a/b",
      "\"url\": \"https://me:hunter2@example.org\"",
      "https://discord.com/api/webhooks/123456789012345678/hunter2abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKL",
      "https://a.webhook.office.com/webhookb2/hunter2a-0000-1111-2222-333344445555@x/IncomingWebhook/0123456789abcdef",
      "https://hooks.slack.com/workflows/T00000000/hunter2/000000000000/abcdefghijABCDEFGHIJ0123",
      "https://hooks.zapier.com/hooks/catch/1234567/hunter2/",
  });
}

TEST(NoCredentials, OfAddresses) {
  expectNothing({
      "postgres://me:${PASSWORD}@db/prices",
      "postgres://me:$PASSWORD@db/prices",
      "postgres://me:{password}@db/prices",
      "postgres://me:{{ password }}@db/prices",
      "https://example.org:8080/a@hunter2",
      "https://example.org/a:b@hunter2",
      "https://example.org/?q=a:hunter2@x",
      "http://host:${PORT}/x@hunter2",
      "ssh://git@example.org/hunter2.git",
      "https://example.org/#/a:hunter2@b",
      "https://me:<password>@example.org",
      "https://hooks.slack.com/services/~{id}",
      "https://discord.com/api/webhooks/${ID}/${TOKEN}",
  });
}

}  // namespace
}  // namespace mlpc::credentials
